/**
 * Whether two policy documents or event patterns say the same. AWS gives them back in another order, with a list of one as that
 * one, and an account as its root.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function sameDocument(one: string, other: string): boolean {
    try {
        return canonical(JSON.parse(one)) === canonical(JSON.parse(other));
    } catch {
        return one === other;
    }
}

function canonical(value: unknown): string {
    if (Array.isArray(value)) {
        const items = [...new Set(value.map(canonical))].sort();
        return items.length === 1 ? (items[0] ?? "") : `[${items.join()}]`;
    }
    if (typeof value === "object" && value !== null) {
        const entries = Object.entries(value)
            .map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`)
            .sort();
        return `{${entries.join()}}`;
    }
    const text = String(value);
    return JSON.stringify(/^arn:[^:]+:iam::\d{12}:root$/.test(text) ? text.split(":")[4] : text);
}
