import assert from "node:assert/strict";
import { StackSetAdministrator } from "../../components/stackSetAdministrator";
import * as org from "../documents/organization";
import { valueOf } from "../mocks";
import { assertFamily, make } from "./component";

describe("StackSetAdministrator", () => {
    const made = () =>
        make(
            org.MANAGEMENT,
            (options) => new StackSetAdministrator("administrator", { account: org.SECURITY }, options),
        );

    it("is one family", async () =>
        assertFamily(
            await made(),
            "security-logging:components:StackSetAdministrator",
            "administrator",
            org.MANAGEMENT,
        ));

    it("registers the account for the sets that CloudFormation manages, and for nothing else", async () => {
        const { custom } = await made();
        assert.deepEqual(
            custom.map(({ inputs }) => inputs),
            [
                {
                    accountId: org.SECURITY,
                    servicePrincipal: "member.org.stacksets.cloudformation.amazonaws.com",
                },
            ],
        );
    });

    it("hands out the account", async () =>
        assert.equal(await valueOf((await made()).result.account), org.SECURITY));
});
