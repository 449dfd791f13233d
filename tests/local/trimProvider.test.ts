import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { trimProvider } from "../../local/toolchain/trimProvider";

const MODULE = "github.com/hashicorp/terraform-provider-aws";
const SDK = "github.com/aws/aws-sdk-go-v2/service";

const clientMethod = (name: string, sdk: string): string =>
    `func (c *AWSClient) ${name}(ctx context.Context) *${sdk}.Client {\n\treturn client[*${sdk}.Client](ctx, c)\n}\n\n`;

/** A provider of four services: s3 imports kms, and what is outside the services calls a client of sts. */
const SOURCE: Readonly<Record<string, string>> = {
    "go.mod": `module ${MODULE}\n`,
    "website/page.go": "package website\n",
    "names/names.go": "package names\n",
    "xpprovider/provider.go": "package xpprovider\n",
    "internal/embed.go": "package internal\n",
    "internal/acctest/all.go": `package acctest\nimport "${MODULE}/internal/service/sqs"\n`,
    "internal/conns/config.go": "package conns\nfunc f() { c.STSClient(ctx) }\n",
    "internal/conns/awsclient_gen.go":
        `package conns\n\nimport (\n\t"context"\n\n\t"${SDK}/kms"\n\t"${SDK}/s3"\n\t"${SDK}/sqs"\n\tstssdk "${SDK}/sts"\n)\n\n` +
        clientMethod("KMSClient", "kms") +
        clientMethod("S3Client", "s3") +
        clientMethod("SQSClient", "sqs") +
        clientMethod("STSClient", "stssdk"),
    "internal/provider/sdkv2/service_packages_gen.go":
        `package sdkv2\n\nimport (\n\t"${MODULE}/internal/service/kms"\n\t"${MODULE}/internal/service/s3"\n\t"${MODULE}/internal/service/sqs"\n)\n\n` +
        "func servicePackages() {\n\tv := []any{\n\t\tkms.ServicePackage(ctx),\n\t\ts3.ServicePackage(ctx),\n\t\tsqs.ServicePackage(ctx),\n\t}\n}\n",
    "internal/service/shared.hcl": "",
    "internal/service/kms/key.go": "package kms\nfunc f() { meta.KMSClient(ctx) }\n",
    "internal/service/s3/bucket.go": `package s3\nimport "${MODULE}/internal/service/kms"\nfunc f() { meta.S3Client(ctx) }\n`,
    "internal/service/s3/bucket_test.go": "package s3\nfunc f() { meta.SQSClient(ctx) }\n",
    "internal/service/sqs/queue.go": "package sqs\nfunc f() { meta.SQSClient(ctx) }\n",
};

describe("local/toolchain/trimProvider", () => {
    let root: string;
    let source: string;
    let target: string;

    beforeEach(() => {
        root = mkdtempSync(path.join(tmpdir(), "trim-test-"));
        source = path.join(root, "source");
        target = path.join(root, "target");
        for (const [file, text] of Object.entries(SOURCE)) {
            mkdirSync(path.dirname(path.join(source, file)), { recursive: true });
            writeFileSync(path.join(source, file), text);
        }
    });

    afterEach(() => rmSync(root, { recursive: true, force: true }));

    const read = (file: string): string => readFileSync(path.join(target, file), "utf8");

    it("keeps the services asked for and those that they import, and no others", async () => {
        const { services } = await trimProvider(source, target, ["s3"]);
        assert.deepEqual(services, ["kms", "s3"]);
        assert.ok(existsSync(path.join(target, "internal/service/kms/key.go")));
        assert.ok(!existsSync(path.join(target, "internal/service/sqs")));
        assert.ok(existsSync(path.join(target, "internal/service/shared.hcl")));
    });

    it("lists only the services asked for as provided", async () => {
        await trimProvider(source, target, ["s3"]);
        const list = read("internal/provider/sdkv2/service_packages_gen.go");
        assert.match(list, /internal\/service\/s3"/);
        assert.match(list, /s3\.ServicePackage\(ctx\)/);
        assert.doesNotMatch(list, /kms|sqs/);
    });

    it("makes only the clients that are called, and imports nothing else", async () => {
        const { clients } = await trimProvider(source, target, ["s3"]);
        assert.deepEqual(clients, ["KMSClient", "S3Client", "STSClient"]);
        const list = read("internal/conns/awsclient_gen.go");
        assert.match(list, /stssdk "github/);
        assert.match(list, /"context"/);
        assert.doesNotMatch(list, /sqs/i);
    });

    it("leaves out tests and what is not code, and leaves the source as it was", async () => {
        await trimProvider(source, target, ["s3"]);
        assert.ok(!existsSync(path.join(target, "internal/service/s3/bucket_test.go")));
        assert.ok(!existsSync(path.join(target, "website")));
        for (const [file, text] of Object.entries(SOURCE)) {
            assert.equal(readFileSync(path.join(source, file), "utf8"), text);
        }
    });

    it("names a service that does not exist", async () => {
        await assert.rejects(trimProvider(source, target, ["s3", "s4"]), /no service package "s4"/);
    });

    it("fails when the lists are not written as expected", async () => {
        writeFileSync(
            path.join(source, "internal/provider/sdkv2/service_packages_gen.go"),
            "package sdkv2\n",
        );
        await assert.rejects(trimProvider(source, target, ["s3"]), /does not list the services s3/);
    });
});
