/** Queries of Logs Insights for what people look for. Pure. */

const COMMAND = /^\s*(?:fields|filter|stats|parse|sort|limit|display|dedup|pattern|diff|unnest|anomaly|filterIndex)\s/i;
/** What a query has and a phrase that begins like one, such as `limit exceeded`, has not. */
const SIGN = /[|=<>(@]|\slike\s/i;

/** Somebody has written a query, rather than words. */
export const isQuery = (text: string): boolean => COMMAND.test(text) && SIGN.test(text);

/** The newest lines with these words, whatever their case. */
export function wordsQuery(words: string, limit: number): string {
  return `fields @timestamp, @message, @log, @logStream | filter @message like /(?i)${inRegex(words)}/ | sort @timestamp desc | limit ${limit}`;
}

/** As an expression for the text itself. */
const inRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
