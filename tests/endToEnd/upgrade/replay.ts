/** Gives an emulator the content that another one had, by the requests that were made to it. */
import * as http from "node:http";
import type { Emulator } from "../../../local/emulator";
import type { RecordedRequest } from "./fixture";
import type { Ids } from "./ids";

/**
 * Makes the requests one after the other, each with the ids of this emulator in place of those that it was recorded
 * with. They are what earlier answers differ in: keys, credentials of roles and the like. To have moto invent the same
 * ids by a seed would need the same moto, and requests that come in the same order.
 * @param ids what is known of them already; what the answers show is added
 * @throws Error that names the request, if one is refused
 */
export async function replay(
    emulator: Emulator,
    requests: readonly RecordedRequest[],
    ids: Ids,
): Promise<void> {
    for (const request of requests) {
        const { status, body } = await send(emulator, request, ids);
        if (status !== 200 && status !== 201 && status !== 204) {
            throw new Error(`the emulator refuses the recorded ${request.action} (${status}): ${body}`);
        }
        ids.learn(request.answer, body);
    }
}

/** Without TLS, which the emulator's proxy does not ask for: hundreds of requests take seconds. */
function send(
    { port }: Emulator,
    { method, url, headers, body }: RecordedRequest,
    ids: Ids,
): Promise<{ readonly status: number | undefined; readonly body: string }> {
    const { host, pathname, search } = new URL(ids.apply(url));
    const content = ids.apply(body);
    const sent: Record<string, string | number> = {
        Host: host,
        "Content-Length": Buffer.byteLength(content),
    };
    for (const [name, value] of Object.entries(headers)) {
        sent[name] = ids.apply(value);
    }
    return new Promise((resolve, reject) => {
        http.request(
            { host: "127.0.0.1", port, method, path: pathname + search, headers: sent, agent: false },
            (response) => {
                let answer = "";
                response.setEncoding("utf8").on("data", (text: string) => (answer += text));
                response.once("end", () => resolve({ status: response.statusCode, body: answer }));
            },
        )
            .once("error", reject)
            .end(content);
    });
}
