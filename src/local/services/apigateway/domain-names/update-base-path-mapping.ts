/** UpdateBasePathMapping: gives the base path to another API or stage at once, or changes it. */
import { operation } from '../../../cloud/operation.ts';
import type { BasePathMapping } from '../../../state/apis/model.ts';
import { NO_BASE_PATH } from '../../../state/apis/no-base-path.ts';
import { conflict } from '../errors.ts';
import { type Members, nonEmpty, requiredText } from '../members.ts';
import { applyPatch, type PatchRule } from '../patch/patch.ts';
import { namingFault } from '../patch/refusals.ts';
import { basePathMappings, domainIn, requireBasePathMapping } from '../state.ts';
import { checkedMapping } from './base-path-mappings.ts';
import { mappingView, refuseMixing } from './mapping-rules.ts';

export const updateBasePathMapping = operation({
  name: 'UpdateBasePathMapping',
  http: 'PATCH /domainnames/{domainName}/basepathmappings/{basePath}',
  run(input: Members, context) {
    const { domainName } = domainIn(input, context);
    const mapping = requireBasePathMapping(context, domainName, requiredText(input, 'basePath'));
    const { stage, ...patched } = applyPatch(namingFault(RULES), mapping, input);
    refuseMixing(context, domainName, patched.restApiId);
    const updated = checkedMapping(context, { ...patched, stage });
    const mappings = basePathMappings(context);
    const moves = updated.basePath !== mapping.basePath;
    if (moves && mappings.has(`${domainName}/${updated.basePath}`)) {
      throw conflict('Base path already exists for this domain name');
    }
    if (moves) mappings.delete(`${domainName}/${mapping.basePath}`);
    mappings.put(`${domainName}/${updated.basePath}`, updated);
    return mappingView(updated);
  },
});

const RULES: PatchRule<BasePathMapping>[] = [
  {
    path: '/basePath',
    ops: ['replace'],
    apply(mapping, { value }) {
      mapping.basePath = nonEmpty(value) ?? NO_BASE_PATH;
    },
  },
  {
    path: '/restapiId',
    ops: ['replace'],
    apply(mapping, { value }) {
      mapping.restApiId = value ?? '';
    },
  },
  {
    path: '/stage',
    ops: ['replace'],
    apply(mapping, { value }) {
      if (value) mapping.stage = value;
      else delete mapping.stage;
    },
  },
];
