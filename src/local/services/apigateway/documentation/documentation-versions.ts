/**
 * CreateDocumentationVersion, GetDocumentationVersion, GetDocumentationVersions, UpdateDocumentationVersion,
 * DeleteDocumentationVersion. A version is a snapshot of the documentation parts under a name.
 */
import { operation } from '../../../cloud/operation.ts';
import type { DocumentationVersion } from '../../../state/apis/model.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { compact, type Members, nonEmpty, requiredText, text } from '../members.ts';
import { page } from '../paging.ts';
import { applyPatch } from '../patch/patch.ts';
import { listingPaths } from '../patch/refusals.ts';
import { textField } from '../patch/rules.ts';
import {
  documentationParts,
  documentationVersions,
  nowSeconds,
  ownedBy,
  requireApi,
  requireStage,
  stages,
} from '../state.ts';

const VERSIONS = '/restapis/{restApiId}/documentation/versions';
const VERSION = `${VERSIONS}/{documentationVersion}`;

type Context = Parameters<typeof requireApi>[0];

export const createDocumentationVersion = operation({
  name: 'CreateDocumentationVersion',
  http: `POST ${VERSIONS}`,
  status: 201,
  run(input: Members, context) {
    const { id: apiId } = requireApi(context, requiredText(input, 'restApiId'));
    const version = requiredText(input, 'documentationVersion');
    if (version === '') throw badRequest('Documentation version must be non-empty');
    const key = `${apiId}/${version}`;
    if (documentationVersions(context).has(key)) throw conflict('Documentation version already exists');
    const stageName = nonEmpty(text(input, 'stageName'));
    const stage = stageName === undefined ? undefined : requireStage(context, apiId, stageName);
    const made: DocumentationVersion = compact({
      version,
      createdDate: nowSeconds(context),
      description: nonEmpty(text(input, 'description')),
      parts: ownedBy(documentationParts(context), apiId),
    });
    documentationVersions(context).put(key, made);
    if (stage) stages(context).put(`${apiId}/${stage.stageName}`, { ...stage, documentationVersion: version });
    return view(made);
  },
});

export const getDocumentationVersion = operation({
  name: 'GetDocumentationVersion',
  http: `GET ${VERSION}`,
  run: (input: Members, context) => view(versionOf(context, input)),
});

export const getDocumentationVersions = operation({
  name: 'GetDocumentationVersions',
  http: `GET ${VERSIONS}`,
  run(input: Members, context) {
    const { id: apiId } = requireApi(context, requiredText(input, 'restApiId'));
    const { item, ...position } = page(ownedBy(documentationVersions(context), apiId), ({ version }) => version, input);
    return { item: item.map(view), ...position };
  },
});

const table = listingPaths<DocumentationVersion>([textField('description')]);

export const updateDocumentationVersion = operation({
  name: 'UpdateDocumentationVersion',
  http: `PATCH ${VERSION}`,
  run(input: Members, context) {
    const updated = applyPatch(table, versionOf(context, input), input);
    documentationVersions(context).put(`${requiredText(input, 'restApiId')}/${updated.version}`, updated);
    return view(updated);
  },
});

export const deleteDocumentationVersion = operation({
  name: 'DeleteDocumentationVersion',
  http: `DELETE ${VERSION}`,
  status: 202,
  run(input: Members, context) {
    const { version } = versionOf(context, input);
    const apiId = requiredText(input, 'restApiId');
    const user = ownedBy(stages(context), apiId).find((stage) => stage.documentationVersion === version);
    if (user) throw badRequest(`Documentation version ${version} is associated with stage ${user.stageName}`);
    documentationVersions(context).delete(`${apiId}/${version}`);
  },
});

function versionOf(context: Context, input: Members): DocumentationVersion {
  const { id: apiId } = requireApi(context, requiredText(input, 'restApiId'));
  const version = documentationVersions(context).get(`${apiId}/${requiredText(input, 'documentationVersion')}`);
  if (!version) throw notFound('Invalid Documentation version specified');
  return version;
}

/** A response does not have the parts of the snapshot. */
const view = ({ parts: _, ...onWire }: DocumentationVersion) => onWire;
