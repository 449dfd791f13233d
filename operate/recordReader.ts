/**
 * The CloudTrail records in a file, however they are wrapped there. Every record that can be read is read, and what cannot is
 * named by its place.
 */
import { Tokenizer, TokenParser, TokenType } from "@streamparser/json";
import { exactNumber } from "../events/exactJson";
import { asObject, type JsonObject, nonEmptyText } from "../events/json";
import { escaped } from "../events/printable";
import type { CloudTrailRecord } from "../events/record";
import { isPacked, unpackedSync } from "./unpacked";

/** What a file has, in its order. */
export type Finding =
    | { readonly record: CloudTrailRecord }
    /** Something that is no record, or cannot be read. */
    | { readonly place: string; readonly error: string }
    | { readonly remark: string };

/**
 * Fields that AWS wraps records, or texts of records, into. Nothing else is searched: what else is in a message may be anyone's.
 *
 * | field | of |
 * | --- | --- |
 * | Records | a log file, and what Lambda gets of SQS, SNS and Kinesis |
 * | records | what Lambda gets of Firehose |
 * | Events, CloudTrailEvent | `aws cloudtrail lookup-events` |
 * | Messages, Body | `aws sqs receive-message` |
 * | body | a message of SQS, as Lambda gets it |
 * | Sns, Message | a message of SNS |
 * | detail | an event of EventBridge |
 * | logEvents, events, message | CloudWatch Logs: a subscription, `aws logs filter-log-events` |
 * | awslogs, kinesis, data | what is in Base64: CloudWatch Logs, Kinesis and Firehose, as Lambda gets it |
 * | Data | `aws kinesis get-records` |
 * | record | what `npx security-logging read --json` printed |
 */
const WRAPPERS = [
    "Records",
    "records",
    "Events",
    "CloudTrailEvent",
    "Messages",
    "Body",
    "body",
    "Sns",
    "Message",
    "detail",
    "logEvents",
    "events",
    "message",
    "awslogs",
    "kinesis",
    "data",
    "Data",
    "record",
] as const;

const IN_BASE64: ReadonlySet<string> = new Set(["data", "Data"]);

/** Wrappers that may hold more than fits into memory: their elements are handed on one by one. */
const LISTS = ["Records", "records", "Events", "Messages", "logEvents", "events"] as const;
type List = (typeof LISTS)[number];

const PATHS = ["$", "$.*", ...LISTS.flatMap((list) => [`$.${list}.*`, `$.*.${list}.*`])];

/** A record in a message of SNS in one of SQS in what Lambda gets is in the sixth; some room is left for what passes on what it got. */
const DEEPEST = 16;

/** Where reading can begin again after what cannot be read: at a line's beginning, or at what only a record begins with. */
const NEW_BEGINNING = /\n[ \t\r]*[{[]|\{\s*"eventVersion"/;

/** Characters that a beginning may be spread over, from one part of the file to the next. */
const OVERLAP = 64;

class ExactTokenizer extends Tokenizer {
    protected override parseNumber(source: string): number {
        return exactNumber(source) as number;
    }
}

/** Bytes that are kept to read them again if what they are in turns out to be damaged. CloudTrail's records have 1 MB at most. */
const MOST_KEPT = 2 * 2 ** 20;

/** How often the same bytes are read again. */
const MOST_ATTEMPTS = 100;

/** Takes a file part by part, and hands on what it has. */
export class RecordReader {
    #tokenizer: ExactTokenizer | undefined;
    /** What is not handed on yet, or can be read again. */
    #window: Buffer = Buffer.alloc(0);
    /** Where it begins in the file, and the lines before it. */
    #windowAt = 0;
    #windowLine = 1;
    /** Where, in the file, what is not handed on yet begins; where the tokenizer began; where the last token is. */
    #keptFrom = 0;
    #tokenizerBegan = 0;
    #lastToken = 0;
    /** Whether a new beginning is looked for. */
    #isLost = false;
    #attempts = 0;
    /** Brackets that are open. */
    #depth = 0;
    #documents = 0;
    #firstIsLogFile = false;
    /** Something could not be read: what it was in has no end, and what is left over of it no beginning. */
    #isDamaged = false;
    /** The same, until there is a record again. */
    #recovering = false;
    #found = 0;

    /**
     * @param onFinding gets everything in the file's order
     * @param within the place of the text that is read in a file, and how deep it is
     */
    constructor(
        private readonly onFinding: (finding: Finding) => void,
        private readonly within: { readonly place: string; readonly depth: number } = { place: "", depth: 0 },
    ) {}

    /** Takes the next part, in UTF-8. */
    write(part: Buffer): void {
        const at = this.#windowAt + this.#window.length;
        this.#window = this.#window.length === 0 ? part : Buffer.concat([this.#window, part]);
        this.#read(this.#isLost ? this.#windowAt : at);
        this.#forget();
    }

    /** Says that there is no more. */
    end(): void {
        while (!this.#isLost) {
            try {
                this.#tokenizer?.end();
                if (this.#depth === 0) {
                    break;
                }
            } catch {
                // It is said below.
            }
            this.#cannotRead("at its end", "it ends in the middle of a value");
            this.#loseFrom(this.#keptFrom + 1);
            this.#read(this.#keptFrom);
        }
        if (this.#found === 0) {
            this.#report({ place: this.within.place, error: "it holds no CloudTrail record" });
        }
        if (this.#firstIsLogFile && this.#documents > 1 && !this.#isDamaged) {
            this.onFinding({
                remark:
                    `it has ${this.#documents} JSON documents, one after another, as a packed file of more than one member has: a ` +
                    "log file of CloudTrail has one",
            });
        }
    }

    /** Reads what is there from this place of the file on. */
    #read(from: number): void {
        let at = from;
        for (;;) {
            const begins = this.#isLost ? this.#newBeginning() : at;
            if (begins === undefined) {
                return;
            }
            this.#tokenizer ??= this.#begin(begins);
            try {
                this.#tokenizer.write(this.#window.subarray(begins - this.#windowAt));
                return;
            } catch (error) {
                const failed = this.#pastSpace(Math.max(this.#lastToken + 1, begins));
                this.#cannotRead(
                    `line ${this.#windowLine + linesIn(this.#window, failed - this.#windowAt)}`,
                    whatIsWrong(error),
                );
                // What it was in can hold records that are whole: they are read by themselves.
                this.#loseFrom(this.#attempts < MOST_ATTEMPTS ? this.#keptFrom + 1 : failed);
                at = failed;
            }
        }
    }

    /** From there on, a new beginning is looked for. */
    #loseFrom(place: number): void {
        this.#attempts += 1;
        this.#tokenizer = undefined;
        this.#depth = 0;
        this.#isLost = true;
        this.#keptFrom = Math.max(place, this.#windowAt);
    }

    /** Where in the file reading can begin again. */
    #newBeginning(): number | undefined {
        // Each byte is a character, so that places are bytes.
        const text = this.#window.subarray(this.#keptFrom - this.#windowAt).toString("latin1");
        const match = NEW_BEGINNING.exec(text);
        if (match === null) {
            this.#keptFrom += Math.max(0, text.length - OVERLAP);
            return undefined;
        }
        this.#isLost = false;
        this.#keptFrom += match.index + match[0].search(/[{[]/);
        return this.#keptFrom;
    }

    /** Lets go of what need not be read again. */
    #forget(): void {
        const isTooLong = this.#windowAt + this.#window.length - this.#keptFrom > MOST_KEPT;
        const gone = isTooLong ? this.#window.length : this.#keptFrom - this.#windowAt;
        this.#windowLine += linesIn(this.#window, gone);
        this.#window = this.#window.subarray(gone);
        this.#windowAt += gone;
        this.#keptFrom = this.#windowAt;
    }

    #pastSpace(from: number): number {
        let at = from;
        while (SPACES.has(this.#window[at - this.#windowAt] ?? 0)) {
            at += 1;
        }
        return at;
    }

    #begin(at: number): ExactTokenizer {
        const tokenizer = new ExactTokenizer({ separator: "" });
        const parser = new TokenParser({ paths: PATHS, separator: "" });
        this.#tokenizerBegan = at;
        this.#lastToken = at - 1;
        tokenizer.onToken = (token) => {
            this.#lastToken = this.#tokenizerBegan + token.offset;
            if (this.#depth === 0 && this.#isDamaged && !OPENING.has(token.token)) {
                return;
            }
            this.#depth += OPENING.has(token.token) ? 1 : CLOSING.has(token.token) ? -1 : 0;
            parser.write(token);
        };
        parser.onValue = ({ value, key, parent, stack }) => {
            const list = stack.at(-1)?.key;
            const name = typeof list === "string" ? list : "";
            if (stack.length === 0) {
                this.#document(value);
            } else if (!Array.isArray(parent) || !(stack.length === 1 || LISTS.includes(name as List))) {
                return;
            } else {
                // Whatever is handed on is not kept.
                parent.length = 0;
                this.#firstIsLogFile ||= this.#documents === 0 && stack.length === 2 && name === "Records";
                if (!stack.some(({ value: around }) => isControlMessage(around))) {
                    this.#unwrap(value, `${name}[${String(key)}]`, 1);
                }
            }
            this.#keptFrom = this.#lastToken + 1;
            this.#attempts = 0;
        };
        return tokenizer;
    }

    #document(value: unknown): void {
        this.#documents += 1;
        const rest = withoutHandedOn(value);
        if (rest !== undefined) {
            this.#unwrap(rest, this.#documents === 1 ? "" : `document ${this.#documents}`, 0);
        }
    }

    #unwrap(value: unknown, place: string, depth: number): void {
        if (this.within.depth + depth > DEEPEST) {
            this.#report({
                place: this.#placed(place),
                error: "it is wrapped more often than anything of AWS's",
            });
        } else if (Array.isArray(value)) {
            value.forEach((each, index) => this.#unwrap(each, `${place}[${index}]`, depth + 1));
        } else if (typeof value === "string") {
            this.#text(Buffer.from(value), place, depth);
        } else {
            this.#object(asObject(value), place, depth);
        }
    }

    #object(value: JsonObject | undefined, place: string, depth: number): void {
        if (value === undefined) {
            this.#report({ place: this.#placed(place), error: "it is no object" });
        } else if (isRecord(value)) {
            this.#report({ record: value as unknown as CloudTrailRecord });
        } else if (!isControlMessage(value)) {
            const wrappers = WRAPPERS.filter((name) => name in value);
            for (const name of wrappers) {
                const inside = value[name];
                const way = place === "" ? name : `${place}.${name}`;
                if (IN_BASE64.has(name) && typeof inside === "string") {
                    this.#text(Buffer.from(inside, "base64"), way, depth);
                } else {
                    this.#unwrap(inside, way, depth + 1);
                }
            }
            if (wrappers.length === 0) {
                this.#report({ place: this.#placed(place), error: whatItIs(value) });
            }
        }
    }

    /** Reads a text that a wrapper holds, as a file of its own. */
    #text(bytes: Buffer, place: string, depth: number): void {
        const within = { place: this.#placed(place), depth: this.within.depth + depth + 1 };
        try {
            const content = unpackedSync(bytes);
            if (!isPacked(bytes) && !/^\s*[{[]/.test(content.subarray(0, 100).toString("latin1"))) {
                this.#report({ place: within.place, error: "it is no JSON" });
                return;
            }
            const reader = new RecordReader((finding) => this.#report(finding), within);
            reader.write(content);
            reader.end();
        } catch (error) {
            this.#report({ place: within.place, error: whatIsWrong(error) });
        }
    }

    /** Says what cannot be read; of what is left over of it, nothing until there is a record again. */
    #cannotRead(where: string, error: string): void {
        this.#report({ place: this.#placed(where), error });
        this.#isDamaged = true;
        this.#recovering = true;
    }

    #report(finding: Finding): void {
        this.#found += 1;
        this.#recovering &&= !("record" in finding);
        if (!this.#recovering) {
            this.onFinding(finding);
        }
    }

    #placed(place: string): string {
        return [this.within.place, place].filter(Boolean).join(", ");
    }
}

/** CloudWatch Logs tries a subscription with a message that is no event. */
const isControlMessage = (value: unknown): boolean => asObject(value)?.["messageType"] === "CONTROL_MESSAGE";

const OPENING: ReadonlySet<number> = new Set([TokenType.LEFT_BRACE, TokenType.LEFT_BRACKET]);
const CLOSING: ReadonlySet<number> = new Set([TokenType.RIGHT_BRACE, TokenType.RIGHT_BRACKET]);

/** All records of a content, and what is found besides. */
export function findingsIn(content: Buffer): readonly Finding[] {
    const findings: Finding[] = [];
    const reader = new RecordReader((finding) => findings.push(finding));
    reader.write(unpackedSync(content));
    reader.end();
    return findings;
}

/** Events of S3, DynamoDB and others that Lambda gets have names, too, but `aws:s3` for a source. */
const isRecord = (value: JsonObject): boolean =>
    asObject(value["insightDetails"]) !== undefined ||
    ("eventName" in value && !nonEmptyText(value["eventSource"])?.startsWith("aws:"));

function whatItIs(value: JsonObject): string {
    if ("digestS3Object" in value || "logFiles" in value) {
        return "it is a digest file of CloudTrail, which has no records: `npx security-logging validate` checks it";
    }
    if ("s3ObjectKey" in value) {
        return "it says where log files were put, and has no record: read those";
    }
    if ("detail-type" in value) {
        return `it is an event of EventBridge that is not CloudTrail's: ${escaped(String(value["detail-type"]))}`;
    }
    const names = Object.keys(value).slice(0, 5).map(escaped).join(", ");
    return names === "" ? "it is an empty object" : `it is no CloudTrail record: it has ${names}`;
}

/** What is left of a document whose lists were handed on: nothing, where it was but a wrapper of them. */
function withoutHandedOn(value: unknown): unknown {
    const object = asObject(value);
    const handedOn =
        object === undefined ? Array.isArray(value) : LISTS.some((name) => isEmptyList(object[name]));
    return handedOn ? undefined : value;
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** The parsers' words, without their states and codes. */
function whatIsWrong(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    return /unexpected|token/i.test(message) ? "it is no JSON" : escaped(message);
}

const SPACES: ReadonlySet<number> = new Set(Buffer.from(" \t\r\n"));

function linesIn(part: Buffer, end: number): number {
    let lines = 0;
    for (let at = part.indexOf(10); at !== -1 && at < end; at = part.indexOf(10, at + 1)) {
        lines += 1;
    }
    return lines;
}
