/**
 * Cuts HashiCorp's AWS provider down to the services in use. Whole, it is 250 services and takes half an hour to
 * compile; cut down it takes a sixth of that. Which services there are is written in two generated files, and every
 * service is a package of its own, so leaving one out is a matter of leaving out lines.
 */
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { run } from "../processes";

/**
 * The packages under internal/service that provide what the program deploys or may come to deploy. A resource of
 * another service needs an entry here and in the provider's main.go.
 */
export const SERVICES: readonly string[] = [
    "accessanalyzer",
    // The account API says which regions any account of the organization has enabled.
    "account",
    "athena",
    "cloudformation",
    "cloudtrail",
    "cloudwatch",
    // EC2 says which regions the account asked in has enabled.
    "ec2",
    "events",
    "firehose",
    "glue",
    "guardduty",
    "iam",
    "kinesis",
    "kms",
    "lambda",
    "logs",
    "macie2",
    "meta",
    "organizations",
    "s3",
    "s3control",
    "scheduler",
    "securityhub",
    "sfn",
    "sns",
    "sqs",
    "sts",
];

const SERVICE_FOLDER = path.join("internal", "service");
const SERVICE_LIST = path.join("internal", "provider", "sdkv2", "service_packages_gen.go");
const CLIENT_LIST = path.join("internal", "conns", "awsclient_gen.go");

/** What the compiled provider is made from, but for the services. */
const OTHER_FOLDERS = ["internal", "names", "xpprovider"];

/** Folders of internal/ that only its tests and generators use. */
const NOT_COMPILED = ["acctest", "generate", "sweep"].map((name) => path.join("internal", name) + path.sep);

/** Folders that hold no Go code of the provider's. */
const NOT_COPIED = new Set(["docs", "examples", "infrastructure", "website"]);

/** What is left after the cut. */
export interface Trimmed {
    /** The services asked for, and those whose packages they or the rest of the provider import. */
    readonly services: readonly string[];
    /** The methods that make an AWS client, as in "S3Client". */
    readonly clients: readonly string[];
}

/**
 * Copies the provider's source, without what is not needed.
 * @param source The unpacked module. It is only read.
 * @param target A folder that does not exist yet.
 * @throws Error if the source is not laid out as expected, as a newer version's might not be.
 */
export async function trimProvider(
    source: string,
    target: string,
    services: readonly string[] = SERVICES,
): Promise<Trimmed> {
    await cp(source, target, {
        recursive: true,
        filter: (file) => !file.endsWith("_test.go") && !NOT_COPIED.has(path.relative(source, file)),
    });
    // The module cache is read-only, and so is a copy of it.
    await run("chmod", ["-R", "u+w", target]);

    const rest = await restOfProvider(target);
    const kept = await withImported(target, services, rest);
    for (const entry of await readdir(path.join(target, SERVICE_FOLDER), { withFileTypes: true })) {
        if (entry.isDirectory() && !kept.has(entry.name)) {
            await rm(path.join(target, SERVICE_FOLDER, entry.name), { recursive: true });
        }
    }
    await listOnly(path.join(target, SERVICE_LIST), new Set(services));
    const callers = [...rest.values(), ...(await goFiles(path.join(target, SERVICE_FOLDER))).values()];
    const clients = await makeOnly(path.join(target, CLIENT_LIST), clientsCalledIn(callers));
    return { services: [...kept].sort(), clients };
}

/** Text by path of the Go files under a folder. */
async function goFiles(folder: string): Promise<Map<string, string>> {
    const files = new Map<string, string>();
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        const file = path.join(entry.parentPath, entry.name);
        if (entry.isFile() && entry.name.endsWith(".go")) {
            files.set(file, await readFile(file, "utf8"));
        }
    }
    return files;
}

/** The provider's own code outside the services, without the two lists, which name every service there is. */
async function restOfProvider(root: string): Promise<Map<string, string>> {
    const rest = new Map<string, string>();
    for (const folder of OTHER_FOLDERS) {
        for (const [file, text] of await goFiles(path.join(root, folder))) {
            const relative = path.relative(root, file);
            const isService = relative.startsWith(SERVICE_FOLDER + path.sep);
            const isList = relative === CLIENT_LIST || relative.endsWith(path.basename(SERVICE_LIST));
            if (!isService && !isList && !NOT_COMPILED.some((prefix) => relative.startsWith(prefix))) {
                rest.set(file, text);
            }
        }
    }
    return rest;
}

/** The services, and whatever services' packages are needed to compile them and the rest. */
async function withImported(
    root: string,
    services: readonly string[],
    rest: ReadonlyMap<string, string>,
): Promise<Set<string>> {
    const kept = new Set<string>();
    const pending = [...services, ...importedServices(rest.values())];
    for (let service = pending.pop(); service !== undefined; service = pending.pop()) {
        if (!kept.has(service)) {
            kept.add(service);
            const files = await goFiles(path.join(root, SERVICE_FOLDER, service)).catch(() => {
                throw new Error(`the AWS provider has no service package "${service}"`);
            });
            pending.push(...importedServices(files.values()));
        }
    }
    return kept;
}

function importedServices(texts: Iterable<string>): string[] {
    const imports = /"github\.com\/hashicorp\/terraform-provider-aws\/internal\/service\/([a-z0-9]+)/g;
    return [...texts].flatMap((text) => [...text.matchAll(imports)].map((match) => match[1] as string));
}

function clientsCalledIn(texts: Iterable<string>): Set<string> {
    const calls = /\.(\w+Client)\(/g;
    return new Set(
        [...texts].flatMap((text) => [...text.matchAll(calls)].map((match) => match[1] as string)),
    );
}

/** Leaves in the list of services the lines of those that are wanted. */
async function listOnly(file: string, services: ReadonlySet<string>): Promise<void> {
    const text = await readFile(file, "utf8");
    const mention = /internal\/service\/([a-z0-9]+)"$|^\t+([a-z0-9]+)\.ServicePackage\(ctx\)/;
    const lines = text.split("\n").filter((line) => {
        const found = mention.exec(line);
        const service = found?.[1] ?? found?.[2];
        return service === undefined || services.has(service);
    });
    const missing = [...services].filter(
        (service) => !lines.some((line) => line.includes(`${service}.ServicePackage(`)),
    );
    if (missing.length > 0) {
        throw new Error(`${file} does not list the services ${missing.join(", ")}`);
    }
    await writeFile(file, lines.join("\n"));
}

/** Leaves in the list of clients the methods that are called, and the imports that those need. */
async function makeOnly(file: string, called: ReadonlySet<string>): Promise<string[]> {
    const method = /func \(c \*AWSClient\) (\w+)\(ctx context\.Context\) [^\n]*\n[^\n]*\n}\n\n?/g;
    const left: string[] = [];
    const text = (await readFile(file, "utf8")).replace(method, (whole: string, name: string) => {
        if (!called.has(name)) {
            return "";
        }
        left.push(name);
        return whole;
    });
    if (left.length === 0) {
        throw new Error(`${file} makes none of the clients that the provider's code calls`);
    }
    const sdkImport = /^\t(?:(\w+) )?"github\.com\/aws\/aws-sdk-go-v2\/service\/(\w+)"$/;
    const lines = text.split("\n").filter((line) => {
        const found = sdkImport.exec(line);
        return found === null || new RegExp(`\\*${found[1] ?? found[2]}\\.Client\\b`).test(text);
    });
    await writeFile(file, lines.join("\n"));
    return left;
}
