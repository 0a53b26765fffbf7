/** Builds Logs Insights queries for a search. Pure. */

const COMMAND = /^\s*(?:fields|filter|stats|parse|sort|limit|display|dedup|pattern|diff|unnest|anomaly|filterIndex)\s/i;
/** A query has one of these signs. A phrase that begins like a query, such as `limit exceeded`, has none. */
const SIGN = /[|=<>(@]|\slike\s/i;

/** Whether the text is a query and not a list of words. */
export const isQuery = (text: string): boolean => COMMAND.test(text) && SIGN.test(text);

/** Finds the newest lines with these words in any case. */
export function wordsQuery(words: string, limit: number): string {
  return `fields @timestamp, @message, @log, @logStream | filter @message like /(?i)${inRegex(words)}/ | sort @timestamp desc | limit ${limit}`;
}

/** Escapes a text for a regular expression. */
const inRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
