// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  CancelKeyDeletion: [CancelKeyDeletionRequest, CancelKeyDeletionResponse];
  CreateAlias: [CreateAliasRequest, void];
  CreateKey: [CreateKeyRequest, CreateKeyResponse];
  Decrypt: [DecryptRequest, DecryptResponse];
  DeleteAlias: [DeleteAliasRequest, void];
  DescribeKey: [DescribeKeyRequest, DescribeKeyResponse];
  DisableKey: [DisableKeyRequest, void];
  EnableKey: [EnableKeyRequest, void];
  Encrypt: [EncryptRequest, EncryptResponse];
  GenerateDataKey: [GenerateDataKeyRequest, GenerateDataKeyResponse];
  GetKeyPolicy: [GetKeyPolicyRequest, GetKeyPolicyResponse];
  ListAliases: [ListAliasesRequest, ListAliasesResponse];
  ListKeys: [ListKeysRequest, ListKeysResponse];
  ListResourceTags: [ListResourceTagsRequest, ListResourceTagsResponse];
  PutKeyPolicy: [PutKeyPolicyRequest, void];
  ScheduleKeyDeletion: [ScheduleKeyDeletionRequest, ScheduleKeyDeletionResponse];
  TagResource: [TagResourceRequest, void];
  UntagResource: [UntagResourceRequest, void];
}

export interface AliasListEntry { readonly AliasName?: string; readonly AliasArn?: string; readonly TargetKeyId?: string; readonly CreationDate?: Date; readonly LastUpdatedDate?: Date }
export interface CancelKeyDeletionRequest { readonly KeyId: string }
export interface CancelKeyDeletionResponse { readonly KeyId?: string }
export interface CreateAliasRequest { readonly AliasName: string; readonly TargetKeyId: string }
export interface CreateKeyRequest { readonly Policy?: string; readonly Description?: string; readonly KeyUsage?: KeyUsageType; readonly CustomerMasterKeySpec?: CustomerMasterKeySpec; readonly KeySpec?: KeySpec; readonly Origin?: OriginType; readonly CustomKeyStoreId?: string; readonly BypassPolicyLockoutSafetyCheck?: boolean; readonly Tags?: readonly Tag[]; readonly MultiRegion?: boolean; readonly XksKeyId?: string }
export interface CreateKeyResponse { readonly KeyMetadata?: KeyMetadata }
export type CustomerMasterKeySpec = 'RSA_2048' | 'RSA_3072' | 'RSA_4096' | 'ECC_NIST_P256' | 'ECC_NIST_P384' | 'ECC_NIST_P521' | 'ECC_SECG_P256K1' | 'SYMMETRIC_DEFAULT' | 'HMAC_224' | 'HMAC_256' | 'HMAC_384' | 'HMAC_512' | 'SM2';
export type DataKeySpec = 'AES_256' | 'AES_128';
export interface DecryptRequest { readonly CiphertextBlob?: string; readonly EncryptionContext?: { readonly [key: string]: string }; readonly GrantTokens?: readonly string[]; readonly KeyId?: string; readonly EncryptionAlgorithm?: EncryptionAlgorithmSpec; readonly Recipient?: RecipientInfo; readonly DryRun?: boolean; readonly DryRunModifiers?: readonly DryRunModifierType[] }
export interface DecryptResponse { readonly KeyId?: string; readonly Plaintext?: string; readonly EncryptionAlgorithm?: EncryptionAlgorithmSpec; readonly CiphertextForRecipient?: string; readonly KeyMaterialId?: string }
export interface DeleteAliasRequest { readonly AliasName: string }
export interface DescribeKeyRequest { readonly KeyId: string; readonly GrantTokens?: readonly string[] }
export interface DescribeKeyResponse { readonly KeyMetadata?: KeyMetadata }
export interface DisableKeyRequest { readonly KeyId: string }
export type DryRunModifierType = 'IGNORE_CIPHERTEXT';
export interface EnableKeyRequest { readonly KeyId: string }
export type EncapsulationAlgorithmSpec = 'ML_KEM';
export interface EncryptRequest { readonly KeyId: string; readonly Plaintext: string; readonly EncryptionContext?: { readonly [key: string]: string }; readonly GrantTokens?: readonly string[]; readonly EncryptionAlgorithm?: EncryptionAlgorithmSpec; readonly DryRun?: boolean }
export interface EncryptResponse { readonly CiphertextBlob?: string; readonly KeyId?: string; readonly EncryptionAlgorithm?: EncryptionAlgorithmSpec }
export type EncryptionAlgorithmSpec = 'SYMMETRIC_DEFAULT' | 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256' | 'SM2PKE';
export type ExpirationModelType = 'KEY_MATERIAL_EXPIRES' | 'KEY_MATERIAL_DOES_NOT_EXPIRE';
export interface GenerateDataKeyRequest { readonly KeyId: string; readonly EncryptionContext?: { readonly [key: string]: string }; readonly NumberOfBytes?: number; readonly KeySpec?: DataKeySpec; readonly GrantTokens?: readonly string[]; readonly Recipient?: RecipientInfo; readonly DryRun?: boolean }
export interface GenerateDataKeyResponse { readonly CiphertextBlob?: string; readonly Plaintext?: string; readonly KeyId?: string; readonly CiphertextForRecipient?: string; readonly KeyMaterialId?: string }
export interface GetKeyPolicyRequest { readonly KeyId: string; readonly PolicyName?: string }
export interface GetKeyPolicyResponse { readonly Policy?: string; readonly PolicyName?: string }
export type KeyAgreementAlgorithmSpec = 'ECDH';
export type KeyEncryptionMechanism = 'RSAES_OAEP_SHA_256';
export interface KeyListEntry { readonly KeyId?: string; readonly KeyArn?: string }
export type KeyManagerType = 'AWS' | 'CUSTOMER';
export interface KeyMetadata { readonly AWSAccountId?: string; readonly KeyId: string; readonly Arn?: string; readonly CreationDate?: Date; readonly Enabled?: boolean; readonly Description?: string; readonly KeyUsage?: KeyUsageType; readonly KeyState?: KeyState; readonly DeletionDate?: Date; readonly ValidTo?: Date; readonly Origin?: OriginType; readonly CustomKeyStoreId?: string; readonly CloudHsmClusterId?: string; readonly ExpirationModel?: ExpirationModelType; readonly KeyManager?: KeyManagerType; readonly CustomerMasterKeySpec?: CustomerMasterKeySpec; readonly KeySpec?: KeySpec; readonly EncryptionAlgorithms?: readonly EncryptionAlgorithmSpec[]; readonly SigningAlgorithms?: readonly SigningAlgorithmSpec[]; readonly KeyAgreementAlgorithms?: readonly KeyAgreementAlgorithmSpec[]; readonly EncapsulationAlgorithms?: readonly EncapsulationAlgorithmSpec[]; readonly MultiRegion?: boolean; readonly MultiRegionConfiguration?: MultiRegionConfiguration; readonly PendingDeletionWindowInDays?: number; readonly MacAlgorithms?: readonly MacAlgorithmSpec[]; readonly XksKeyConfiguration?: XksKeyConfigurationType; readonly CurrentKeyMaterialId?: string }
export type KeySpec = 'RSA_2048' | 'RSA_3072' | 'RSA_4096' | 'ECC_NIST_P256' | 'ECC_NIST_P384' | 'ECC_NIST_P521' | 'ECC_SECG_P256K1' | 'SYMMETRIC_DEFAULT' | 'HMAC_224' | 'HMAC_256' | 'HMAC_384' | 'HMAC_512' | 'SM2' | 'ML_DSA_44' | 'ML_DSA_65' | 'ML_DSA_87' | 'ECC_NIST_EDWARDS25519' | 'ML_KEM_512' | 'ML_KEM_768' | 'ML_KEM_1024';
export type KeyState = 'Creating' | 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport' | 'PendingReplicaDeletion' | 'Unavailable' | 'Updating';
export type KeyUsageType = 'SIGN_VERIFY' | 'ENCRYPT_DECRYPT' | 'GENERATE_VERIFY_MAC' | 'KEY_AGREEMENT' | 'ENCAPSULATE_DECAPSULATE';
export interface ListAliasesRequest { readonly KeyId?: string; readonly Limit?: number; readonly Marker?: string }
export interface ListAliasesResponse { readonly Aliases?: readonly AliasListEntry[]; readonly NextMarker?: string; readonly Truncated?: boolean }
export interface ListKeysRequest { readonly Limit?: number; readonly Marker?: string; readonly ResourceOwners?: readonly ResourceOwnerType[] }
export interface ListKeysResponse { readonly Keys?: readonly KeyListEntry[]; readonly NextMarker?: string; readonly Truncated?: boolean }
export interface ListResourceTagsRequest { readonly KeyId: string; readonly Limit?: number; readonly Marker?: string }
export interface ListResourceTagsResponse { readonly Tags?: readonly Tag[]; readonly NextMarker?: string; readonly Truncated?: boolean }
export type MacAlgorithmSpec = 'HMAC_SHA_224' | 'HMAC_SHA_256' | 'HMAC_SHA_384' | 'HMAC_SHA_512';
export interface MultiRegionConfiguration { readonly MultiRegionKeyType?: MultiRegionKeyType; readonly PrimaryKey?: MultiRegionKey; readonly ReplicaKeys?: readonly MultiRegionKey[] }
export interface MultiRegionKey { readonly Arn?: string; readonly Region?: string }
export type MultiRegionKeyType = 'PRIMARY' | 'REPLICA';
export type OriginType = 'AWS_KMS' | 'EXTERNAL' | 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE';
export interface PutKeyPolicyRequest { readonly KeyId: string; readonly PolicyName?: string; readonly Policy: string; readonly BypassPolicyLockoutSafetyCheck?: boolean }
export interface RecipientInfo { readonly KeyEncryptionAlgorithm?: KeyEncryptionMechanism; readonly AttestationDocument?: string }
export type ResourceOwnerType = 'SELF' | 'OTHER_ACCOUNTS_VIA_RAM';
export interface ScheduleKeyDeletionRequest { readonly KeyId: string; readonly PendingWindowInDays?: number }
export interface ScheduleKeyDeletionResponse { readonly KeyId?: string; readonly DeletionDate?: Date; readonly KeyState?: KeyState; readonly PendingWindowInDays?: number }
export type SigningAlgorithmSpec = 'RSASSA_PSS_SHA_256' | 'RSASSA_PSS_SHA_384' | 'RSASSA_PSS_SHA_512' | 'RSASSA_PKCS1_V1_5_SHA_256' | 'RSASSA_PKCS1_V1_5_SHA_384' | 'RSASSA_PKCS1_V1_5_SHA_512' | 'ECDSA_SHA_256' | 'ECDSA_SHA_384' | 'ECDSA_SHA_512' | 'SM2DSA' | 'ML_DSA_SHAKE_256' | 'ED25519_SHA_512' | 'ED25519_PH_SHA_512';
export interface Tag { readonly TagKey: string; readonly TagValue: string }
export interface TagResourceRequest { readonly KeyId: string; readonly Tags: readonly Tag[] }
export interface UntagResourceRequest { readonly KeyId: string; readonly TagKeys: readonly string[] }
export interface XksKeyConfigurationType { readonly Id?: string }
