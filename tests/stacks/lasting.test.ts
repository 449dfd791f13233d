import assert from "node:assert/strict";
import { type Settings, SettingsError } from "../../settings";
import { agreedBy } from "../../settings/agreement";
import { LASTING } from "../../settings/lasting";
import { deploy } from "../../stacks";
import { type Resource, run } from "../mocks";
import { EXISTING, deployed, LOGGING, MANAGEMENT, SECURITY, settingsOf, STACKS } from "./organization";
import { BASE, OTHERWISE } from "./otherwise";

type More = Record<string, unknown>;

/** The stack that the tests run as. */
const OWN = "organization/security-logging/test";

/** The mistakes of a stack that was deployed before, with these settings. */
async function mistakesAfter(
    before: Readonly<Record<string, unknown>>,
    settings: Settings,
    isPreview = false,
): Promise<readonly string[]> {
    try {
        const stacks = { ...STACKS, [OWN]: { agreed: before } };
        await run(() => deploy(settings), { stacks, isPreview, answer: () => ({ accounts: [] }) });
        return [];
    } catch (error) {
        assert.ok(error instanceof SettingsError, String(error));
        return error.mistakes;
    }
}

const keysOf = (mistakes: readonly string[]): readonly string[] =>
    mistakes.map((mistake) => mistake.split(" ")[0] ?? "");

describe("settings that a deployed stack has to keep", () => {
    const before = (role: Settings["role"], more: More = {}) => agreedBy(settingsOf(role, more));

    it("are told with the value before and what to do, in a preview too", async () => {
        const told = [
            'namePrefix is "acme": this stack was deployed with "security-logging", and names of what is deployed cannot ' +
                "change, or the archive would be left and forwarding would pause. Write that again; a system of other names is " +
                "deployed beside this one (docs/lifecycle.md).",
        ];
        const settings = settingsOf("security", { namePrefix: "acme" });
        for (const isPreview of [false, true]) {
            assert.deepEqual(await mistakesAfter(before("security"), settings, isPreview), told);
        }
    });

    it("are not asked of a stack that is new, or of an earlier version", async () => {
        const settings = settingsOf("security", { namePrefix: "acme" });
        assert.deepEqual(await mistakesAfter({}, settings), []);
        await deployed(settings, { stacks: STACKS });
    });

    it("are refused where the stack makes what hangs on them, and there alone", async () => {
        const more = { trail: { name: "another" }, bus: { name: "another" } };
        const keys = async (role: Settings["role"]) =>
            keysOf(await mistakesAfter(before(role), settingsOf(role, more)));
        assert.deepEqual(await keys("logging"), ["trail.name"]);
        assert.deepEqual(await keys("security"), ["bus.name"]);
        assert.deepEqual(await keys("organization"), ["trail.name", "bus.name"]);
    });

    it("have the archive's keys become more, and never fewer", async () => {
        const generation = (keyGeneration: number) => ({ archive: { keyGeneration } });
        const after = (was: number, is: number) =>
            mistakesAfter(before("logging", generation(was)), settingsOf("logging", generation(is)));
        assert.deepEqual(await after(1, 2), []);
        assert.deepEqual(await after(2, 2), []);
        assert.deepEqual(keysOf(await after(3, 2)), ["archive.keyGeneration"]);
    });

    it("let an archive of its own follow one that is there, and not the other way round", async () => {
        assert.deepEqual(await mistakesAfter(before("logging", EXISTING), settingsOf("logging")), []);
        assert.deepEqual(
            keysOf(await mistakesAfter(before("logging"), settingsOf("logging", EXISTING))).at(-1),
            "trail.existing",
        );
    });

    /** What AWS knows a resource by, which cannot change but by another resource. */
    const identity = ({ type, inputs }: Resource): string => {
        const { bucket, name, policyName } = inputs;
        return `${type} ${JSON.stringify(type.startsWith("aws:s3/") ? bucket : (name ?? policyName))}`;
    };

    /** Of the resources by their URNs; without detections, whose names have nothing else in them, and which take long. */
    const namesIn = async (role: Settings["role"], more: More): Promise<ReadonlyMap<string, string>> => {
        const { custom } = await deployed(
            settingsOf(role, { ...BASE, detections: { enabled: false }, ...more }),
            {
                stacks: STACKS,
                answer: () => ({ accounts: [] }),
            },
        );
        return new Map(
            custom.map((resource) => [resource.urn, `${identity(resource)} ${resource.provider ?? ""}`]),
        );
    };

    it("are all that names in the logging and the security account are made from", async function () {
        this.timeout(900_000);
        const organization = {
            id: "o-a1b2c3d4e5",
            managementAccount: MANAGEMENT,
            loggingAccount: LOGGING,
            securityAccount: SECURITY,
        };
        for (const role of ["logging", "security"] as const) {
            const usual = await namesIn(role, { organization });
            const found: string[] = [];
            for (const [key, more] of Object.entries(OTHERWISE).filter(
                ([each]) => !each.includes("existing"),
            )) {
                const whole = {
                    ...more,
                    ...("organization" in more
                        ? { organization: { ...organization, ...(more["organization"] as object) } }
                        : { organization }),
                };
                const otherwise = await namesIn(role, whole).catch((error: unknown) => {
                    // A value that goes only with others that are not varied here.
                    assert.ok(error instanceof SettingsError, String(error));
                    return usual;
                });
                if ([...usual].some(([urn, name]) => otherwise.has(urn) && otherwise.get(urn) !== name)) {
                    found.push(key);
                }
            }
            const lasting = Object.entries(LASTING).filter(([, { makers }]) => makers.includes(role));
            assert.deepEqual(
                found.filter((key) => !lasting.some(([each]) => each === key)),
                [],
                role,
            );
        }
    });
});
