/** The members of a request or a response. Types only. */

export type Members = Record<string, unknown>;
