/** Moments to the minute, of their texts in ISO 8601. Pure. */

/** `2026-11-29 12:04`, where what is around it says that it is UTC. */
export const plainMinute = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

/** `2026-11-29 12:04 UTC` */
export const minute = (iso: string): string => `${plainMinute(iso)} UTC`;
