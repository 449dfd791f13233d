import assert from "node:assert/strict";
import {
    type DataEvents,
    dataEventSelector,
    managementEventSelector,
    networkActivitySelectors,
    valueCount,
} from "../../aws/eventSelectors";

const LOG_BUCKETS = ["arn:aws:s3:::archive", "arn:aws:s3:::access-logs"];
const OBJECTS: DataEvents = { type: "AWS::S3::Object", arns: "all", events: "all", eventNames: [] };

const selected = (change: Partial<DataEvents>) => dataEventSelector({ ...OBJECTS, ...change }, LOG_BUCKETS);

const CATEGORY = { field: "eventCategory", equals: ["Data"] };
const TYPE = { field: "resources.type", equals: ["AWS::S3::Object"] };
const NOT_OURS = { notStartsWiths: ["arn:aws:s3:::archive/", "arn:aws:s3:::access-logs/"] };

describe("selectors of management events", () => {
    it("have the name that scanners look for, whatever they take", () => {
        for (const events of ["all", "write", "read"] as const) {
            assert.equal(managementEventSelector(events).name, "Management events selector");
        }
    });

    it("take what writes or what reads by readOnly, and all by leaving it out", () => {
        const category = { field: "eventCategory", equals: ["Management"] };
        assert.deepEqual(managementEventSelector("all").fieldSelectors, [category]);
        assert.deepEqual(managementEventSelector("write").fieldSelectors, [
            category,
            { field: "readOnly", equals: ["false"] },
        ]);
        assert.deepEqual(managementEventSelector("read").fieldSelectors, [
            category,
            { field: "readOnly", equals: ["true"] },
        ]);
    });
});

describe("selectors of data events", () => {
    it("leave out the log buckets where every bucket is asked for", () =>
        assert.deepEqual(selected({}), {
            name: "Data events of AWS::S3::Object",
            fieldSelectors: [CATEGORY, TYPE, { field: "resources.ARN", ...NOT_OURS }],
        }));

    it("leave out the log buckets where some buckets are asked for", () =>
        assert.deepEqual(selected({ arns: ["arn:aws:s3:::payroll/"] }).fieldSelectors, [
            CATEGORY,
            TYPE,
            { field: "resources.ARN", startsWiths: ["arn:aws:s3:::payroll/"], ...NOT_OURS },
        ]));

    it("take what writes, what reads, or named operations alone", () => {
        const write = selected({ events: "write" });
        assert.equal(write.name, "Write data events of AWS::S3::Object");
        assert.deepEqual(write.fieldSelectors[2], { field: "readOnly", equals: ["false"] });
        const read = selected({ events: "read", eventNames: ["GetObject"] });
        assert.equal(read.name, "Read data events of AWS::S3::Object");
        assert.deepEqual(read.fieldSelectors.slice(2, 4), [
            { field: "readOnly", equals: ["true"] },
            { field: "eventName", equals: ["GetObject"] },
        ]);
    });

    it("have no condition on ARNs where every resource of another type is asked for", () =>
        assert.deepEqual(selected({ type: "AWS::Lambda::Function" }).fieldSelectors, [
            CATEGORY,
            { field: "resources.type", equals: ["AWS::Lambda::Function"] },
        ]));

    it("use a value for each that is compared", () => {
        assert.equal(valueCount([selected({})]), 4);
        assert.equal(valueCount([selected({ events: "read", arns: ["a", "b"], eventNames: ["c"] })]), 8);
        assert.equal(valueCount([]), 0);
    });
});

describe("selectors of network activity", () => {
    it("are one for each service", () =>
        assert.deepEqual(
            networkActivitySelectors({
                eventSources: ["kms.amazonaws.com", "s3.amazonaws.com"],
                deniedOnly: false,
            }),
            ["kms.amazonaws.com", "s3.amazonaws.com"].map((source) => ({
                name: `Network activity of ${source}`,
                fieldSelectors: [
                    { field: "eventCategory", equals: ["NetworkActivity"] },
                    { field: "eventSource", equals: [source] },
                ],
            })),
        ));

    it("take denied calls alone where they are told to", () =>
        assert.deepEqual(
            networkActivitySelectors({ eventSources: ["kms.amazonaws.com"], deniedOnly: true }),
            [
                {
                    name: "Denied network activity of kms.amazonaws.com",
                    fieldSelectors: [
                        { field: "eventCategory", equals: ["NetworkActivity"] },
                        { field: "eventSource", equals: ["kms.amazonaws.com"] },
                        { field: "errorCode", equals: ["VpceAccessDenied"] },
                    ],
                },
            ],
        ));
});
