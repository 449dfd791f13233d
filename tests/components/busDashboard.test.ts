import assert from "node:assert/strict";
import { BusDashboard } from "../../components/busDashboard";
import { busDashboard } from "../../documents/dashboard";
import * as org from "../documents/organization";
import { json } from "../mocks";
import { assertFamily, make } from "./component";

describe("BusDashboard", () => {
    it("is the dashboard of that name, in the bus's account", async () => {
        const content = {
            place: { partition: "aws", region: "eu-west-1", account: org.SECURITY },
            busName: "the-bus",
            deadLetterQueues: { bus: { region: "eu-west-1", queueName: "the-bus-dlq" } },
            eventLogGroups: [],
        } as const;
        const made = await make(
            org.SECURITY,
            (options) => new BusDashboard("board", { ...content, dashboardName: "the-board" }, options),
        );
        assertFamily(made, "security-logging:components:BusDashboard", "board", org.SECURITY);
        const dashboard = made.the("aws:cloudwatch/dashboard:Dashboard", "board-dashboard");
        assert.equal(dashboard.inputs["dashboardName"], "the-board");
        assert.equal(dashboard.inputs["region"], "eu-west-1");
        assert.deepEqual(json(dashboard, "dashboardBody"), busDashboard(content));
    });
});
