/** Formats ISO 8601 times to the minute. Pure. */

/** `2026-11-29 12:04`, for places where the text around it says that it is UTC. */
export const plainMinute = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

/** `2026-11-29 12:04 UTC` */
export const minute = (iso: string): string => `${plainMinute(iso)} UTC`;
