/** The stage's own KMS key for the environment of functions, for log groups and for tables. Pure. */
import type { StageConfig } from '../config/config.ts';

/**
 * Puts the ARN of the key in the place of its alias, and encrypts the stage's own tables with it, except those that
 * have another key or none. Without the ARN, because nobody has read the key, everything stays as it is.
 */
export function withEncryptionKey(config: StageConfig, arn: string | undefined): StageConfig {
  if (!config.encryption) return config;
  if (arn === undefined) {
    const { encryption: _, ...unchanged } = config;
    return unchanged;
  }
  const tables = Object.entries(config.tables).map(([name, table]) => {
    const encrypts = table.import === undefined && table.encryption && table.kmsKey === undefined;
    return [name, encrypts ? { ...table, kmsKey: arn } : table] as const;
  });
  return { ...config, encryption: { key: arn }, tables: Object.fromEntries(tables) };
}

/** Returns the property of a function or a log group. The config is one of `withEncryptionKey`. */
export function encryptedWith({ encryption }: StageConfig): { kmsKey?: string | false } {
  return encryption === undefined ? {} : { kmsKey: encryption ? encryption.key : false };
}
