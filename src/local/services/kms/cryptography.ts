/**
 * Encrypt, Decrypt and GenerateDataKey with AES-256-GCM. A ciphertext names its key, and can be decrypted only with the
 * encryption context that it was encrypted with.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { CIPHERTEXT_ID, ciphertextKey, findKey, type Key, keyArn } from '../../state/keys/keys.ts';
import { getKey, getUsableKey } from './find-key.ts';
import { operation } from './operation.ts';

type EncryptionContext = Readonly<Record<string, string>>;

/** Bytes of the initialization vector and of the tag. */
const IV = 12;
const TAG = 16;

export const encrypt = operation('Encrypt', (input, context) => {
  refuseMembers('KMS Encrypt', input, ['GrantTokens', 'DryRun']);
  const { KeyId, Plaintext, EncryptionContext } = input;
  const key = getUsableKey(KeyId, context);
  return {
    CiphertextBlob: sealed(key, Buffer.from(Plaintext, 'base64'), EncryptionContext),
    KeyId: keyArn(context, key.id),
    EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  };
});

export const decrypt = operation('Decrypt', (input, context) => {
  refuseMembers('KMS Decrypt', input, ['GrantTokens', 'Recipient', 'DryRun', 'DryRunModifiers']);
  const { CiphertextBlob = '', KeyId, EncryptionContext } = input;
  const bytes = Buffer.from(CiphertextBlob, 'base64');
  const id = ciphertextKey(CiphertextBlob);
  if (!findKey(context.cloud, context, id)) throw invalidCiphertext();
  if (KeyId !== undefined && getKey(KeyId, context).id !== id) {
    throw new AwsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  const key = getUsableKey(id, context);
  return {
    Plaintext: opened(key, bytes, EncryptionContext).toString('base64'),
    KeyId: keyArn(context, id),
    EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  };
});

export const generateDataKey = operation('GenerateDataKey', (input, context) => {
  refuseMembers('KMS GenerateDataKey', input, ['GrantTokens', 'Recipient', 'DryRun']);
  const { KeyId, KeySpec, NumberOfBytes, EncryptionContext } = input;
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw new AwsError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  const key = getUsableKey(KeyId, context);
  const plain = randomBytes(NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32));
  return {
    CiphertextBlob: sealed(key, plain, EncryptionContext),
    Plaintext: plain.toString('base64'),
    KeyId: keyArn(context, key.id),
  };
});

function sealed({ id, material }: Key, plain: Buffer, context: EncryptionContext | undefined): string {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(material, 'base64'), iv).setAAD(bound(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from(id, 'latin1'), iv, cipher.getAuthTag(), body]).toString('base64');
}

function opened({ material }: Key, bytes: Buffer, context: EncryptionContext | undefined): Buffer {
  const at = CIPHERTEXT_ID + IV;
  if (bytes.length < at + TAG) throw invalidCiphertext();
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(material, 'base64'), bytes.subarray(CIPHERTEXT_ID, at), {
    authTagLength: TAG,
  })
    .setAAD(bound(context))
    .setAuthTag(bytes.subarray(at, at + TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(at + TAG)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

/** The order of the pairs does not matter. */
const bound = (context: EncryptionContext = {}): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));

const invalidCiphertext = (): AwsError => new AwsError('InvalidCiphertextException', '');
