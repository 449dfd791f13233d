declare const quoted: unique symbol;

/** A text as SQL writes it. Only {@link literal} makes one, so that no text gets into a query as it came. */
export type Literal = string & { readonly [quoted]: true };

/**
 * Writes a text as a string of Athena's SQL. Within it, nothing but the single quote means anything: it is doubled.
 * @see https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html
 * @see https://trino.io/docs/current/language/types.html#varchar
 */
export const literal = (text: string): Literal => `'${text.replaceAll("'", "''")}'` as Literal;
