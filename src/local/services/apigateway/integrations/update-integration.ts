import { operation } from '../../../cloud/operation.ts';
import type { Integration } from '../../../state/apis/model.ts';
import type { Members } from '../members.ts';
import { editFor, integrationFor, methodFor } from '../method-state.ts';
import { applyPatch, type PatchRule } from '../patch/patch.ts';
import { namingFault } from '../patch/refusals.ts';
import { isTrue, mapField, NO_SUCH_CONTENT_TYPE, NO_SUCH_PARAMETER, numberIn, textField } from '../patch/rules.ts';
import {
  checkedContentHandling,
  checkedIntegrationType,
  checkedPassthrough,
  checkIntegration,
} from './integration-rules.ts';

const rules: PatchRule<Integration>[] = [
  textField('uri'),
  textField('httpMethod'),
  textField('credentials'),
  textField('cacheNamespace'),
  textField('connectionId'),
  {
    path: '/type',
    ops: ['replace'],
    apply: (integration, { value = '' }) => {
      integration.type = checkedIntegrationType(value);
    },
  },
  {
    path: '/connectionType',
    ops: ['replace'],
    apply: (integration, { value }) => {
      integration.connectionType = value as NonNullable<Integration['connectionType']>;
    },
  },
  {
    path: '/passthroughBehavior',
    ops: ['replace'],
    apply: (integration, { value = '' }) => {
      integration.passthroughBehavior = checkedPassthrough(value)!;
    },
  },
  {
    path: '/contentHandling',
    ops: ['replace'],
    apply: (integration, { value }) => {
      if (!value) delete integration.contentHandling;
      else integration.contentHandling = checkedContentHandling(value);
    },
  },
  {
    path: '/timeoutInMillis',
    ops: ['replace'],
    apply: (integration, change) => {
      integration.timeoutInMillis = numberIn(change, Number.isInteger);
    },
  },
  {
    path: '/tlsConfig/insecureSkipVerification',
    ops: ['replace'],
    apply: (integration, { value }) => {
      integration.tlsConfig = { insecureSkipVerification: isTrue(value) };
    },
  },
  {
    path: '/cacheKeyParameters/{name}',
    ops: ['add', 'remove'],
    apply(integration, { op, at }) {
      const others = (integration.cacheKeyParameters ?? []).filter((name) => name !== at.name);
      integration.cacheKeyParameters = op === 'add' ? [...others, at.name!] : others;
    },
  },
  mapField('requestParameters', (value = '') => value, NO_SUCH_PARAMETER),
  mapField('requestTemplates', (value = '') => value, NO_SUCH_CONTENT_TYPE),
];

const table = namingFault(rules);

export const updateIntegration = operation({
  name: 'UpdateIntegration',
  http: 'PATCH /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration',
  run: (input: Members, context) =>
    editFor(context, input, (definition) => {
      const method = methodFor(definition, input);
      const updated = applyPatch(table, integrationFor(definition, input), input);
      checkIntegration(updated, method);
      method.methodIntegration = updated;
      return updated;
    }),
});
