/** S3: private buckets with objects of any size (REST-XML protocol). All other operations are refused by name. */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import {
  deleteBucketCors,
  deleteBucketPolicy,
  deletePublicAccessBlock,
  getBucketCors,
  getBucketEncryption,
  getBucketOwnershipControls,
  getBucketPolicy,
  getBucketVersioning,
  getPublicAccessBlock,
  putBucketCors,
  putBucketEncryption,
  putBucketOwnershipControls,
  putBucketPolicy,
  putBucketVersioning,
  putPublicAccessBlock,
} from './bucket-settings.ts';
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from './bucket-tags.ts';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts';
import { closeContents, removeAbandoned, removeContents } from './contents.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-object.ts';
import { malformedXml, missingBody } from './errors.ts';
import { startExpiring, stopExpiring } from './expire.ts';
import { getObject, headObject } from './get-object.ts';
import {
  deleteBucketLifecycle,
  getBucketLifecycleConfiguration,
  putBucketLifecycleConfiguration,
} from './lifecycle.ts';
import { listObjectsV2, listObjectVersions } from './list-objects.ts';
import { filesInUse } from './model.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
} from './multipart.ts';
import { getBucketNotificationConfiguration, putBucketNotificationConfiguration } from './notifications.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './object-tags.ts';
import { PARAMETER_ERRORS } from './parameter-errors.ts';
import { putObject } from './put-object.ts';
import { route } from './route.ts';

export const service: ServiceDefinition = {
  id: 's3',
  signingNames: ['s3'],
  protocols: [
    {
      type: 'rest-xml',
      roots: [],
      namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
      bareErrors: true,
      malformed: malformedXml,
      missingBody,
      parameterErrors: PARAMETER_ERRORS,
      documents: {
        ListBuckets: 'ListAllMyBucketsResult',
        GetBucketLocation: 'LocationConstraint',
        ListObjectsV2: 'ListBucketResult',
        ListObjectVersions: 'ListVersionsResult',
        DeleteObjects: 'DeleteResult',
        GetBucketCors: 'CORSConfiguration',
        GetBucketTagging: 'Tagging',
        GetObjectTagging: 'Tagging',
        GetBucketVersioning: 'VersioningConfiguration',
        GetBucketLifecycleConfiguration: 'LifecycleConfiguration',
        GetBucketNotificationConfiguration: 'NotificationConfiguration',
        CreateMultipartUpload: 'InitiateMultipartUploadResult',
        CompleteMultipartUpload: 'CompleteMultipartUploadResult',
        ListParts: 'ListPartsResult',
        ListMultipartUploads: 'ListMultipartUploadsResult',
      },
    },
  ],
  constraintError: 'InvalidArgument',
  route,
  operations: [
    createBucket,
    headBucket,
    getBucketLocation,
    listBuckets,
    deleteBucket,
    putBucketTagging,
    getBucketTagging,
    deleteBucketTagging,
    putBucketVersioning,
    getBucketVersioning,
    putBucketCors,
    getBucketCors,
    deleteBucketCors,
    putBucketEncryption,
    getBucketEncryption,
    putPublicAccessBlock,
    getPublicAccessBlock,
    deletePublicAccessBlock,
    putBucketOwnershipControls,
    getBucketOwnershipControls,
    putBucketPolicy,
    getBucketPolicy,
    deleteBucketPolicy,
    putBucketNotificationConfiguration,
    getBucketNotificationConfiguration,
    putBucketLifecycleConfiguration,
    getBucketLifecycleConfiguration,
    deleteBucketLifecycle,
    putObject,
    copyObject,
    createMultipartUpload,
    uploadPart,
    completeMultipartUpload,
    abortMultipartUpload,
    listParts,
    listMultipartUploads,
    getObject,
    headObject,
    deleteObject,
    deleteObjects,
    listObjectsV2,
    listObjectVersions,
    getObjectTagging,
    putObjectTagging,
    deleteObjectTagging,
  ],
  open: (cloud) => {
    removeAbandoned(cloud, filesInUse(cloud));
    startExpiring(cloud);
  },
  close: async (cloud) => {
    stopExpiring(cloud.store);
    closeContents(cloud);
  },
  reset: async (cloud) => removeContents(cloud),
};
