/** `2026-11-29 12:04 UTC`: a moment to the minute, of its text in ISO 8601. Pure. */
export const minute = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
