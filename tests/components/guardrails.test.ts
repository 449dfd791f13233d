import assert from "node:assert/strict";
import { policyDocument } from "../../aws/policyDocument";
import { Guardrails, type GuardrailsArgs } from "../../components/guardrails";
import * as org from "../documents/organization";
import { json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const POLICY = "aws:organizations/policy:Policy";
const ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment";

const document = policyDocument({
    Sid: "Organization",
    Effect: "Deny",
    Action: "organizations:LeaveOrganization",
    Resource: "*",
});

const makeGuardrails = (type: GuardrailsArgs["type"] = "SERVICE_CONTROL_POLICY") =>
    make(
        org.MANAGEMENT,
        (options) =>
            new Guardrails(
                "guardrails",
                { type, policyName: "the-guardrails", policy: document, targets: ["r-ab12", org.MEMBER] },
                options,
            ),
    );

describe("Guardrails", () => {
    it("are one family", async () => {
        const made = await makeGuardrails();
        assertFamily(made, "security-logging:components:Guardrails", "guardrails", org.MANAGEMENT);
    });

    it("are a service control policy, attached to every target", async () => {
        const made = await makeGuardrails();
        const policy = made.the(POLICY, "guardrails-policy");
        assert.equal(policy.inputs["name"], "the-guardrails");
        assert.equal(policy.inputs["type"], "SERVICE_CONTROL_POLICY");
        assert.deepEqual(json(policy, "content"), document);
        for (const targetId of ["r-ab12", org.MEMBER]) {
            const attachment = made.the(ATTACHMENT, `guardrails-${targetId}-attachment`);
            assert.deepEqual(attachment.inputs, { policyId: "guardrails-policy-id", targetId });
        }
        assert.equal(made.ofType(ATTACHMENT).length, 2);
        assert.equal(await valueOf(made.result.policyId), "guardrails-policy-id");
    });

    it("may be a resource control policy", async () => {
        const { inputs } = (await makeGuardrails("RESOURCE_CONTROL_POLICY")).the(POLICY, "guardrails-policy");
        assert.equal(inputs["type"], "RESOURCE_CONTROL_POLICY");
        assert.match(String(inputs["description"]), /^Keeps strangers from/);
    });
});
