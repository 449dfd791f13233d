/**
 * A document with the fields of all its objects in alphabetical order: the order in which the AWS provider sends JSON, so that
 * CloudTrail's record of a call has a text that is known.
 */
export function alphabetical<Document>(document: Document): Document {
    return inOrder(document) as Document;
}

function inOrder(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(inOrder);
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(
              Object.entries(value)
                  .sort(([a], [b]) => (a < b ? -1 : 1))
                  .map(([key, each]) => [key, inOrder(each)]),
          )
        : value;
}
