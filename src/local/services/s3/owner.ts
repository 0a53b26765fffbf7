/** The canonical user ID of the account: 64 hexadecimal digits. */
export const ownerId = (account: string): string => account.padStart(64, '0');
