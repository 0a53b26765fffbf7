/**
 * The files of `apikit export cloudformation|sam|cdk`. All of them begin with the import of the plain template, and
 * differ in what the stack is changed with afterwards. Pure.
 */
import { cdkFiles } from './cdk-files.ts';
import { cloudFormationTemplate, resourcesToImport, type Template } from './cloudformation-template.ts';
import { CLOUDFORMATION, leaveStage, type SettledStage } from './leave-stage.ts';
import { IMPORT_TEMPLATE, leavingPage, stackOf, type Tool } from './leaving-page.ts';
import { refuseReplaced } from './refuse-replaced.ts';
import { samTemplate } from './sam-template.ts';

type Named = SettledStage & { readonly app: string; readonly stage: string };

/** The template that SAM and CDK go on with. */
const TEMPLATE = 'template.json';

export function cloudFormationExport(tool: Exclude<Tool, 'terraform'>, stage: Named) {
  const left = leaveStage(CLOUDFORMATION, stage);
  refuseReplaced(left);
  const template = cloudFormationTemplate(left, `${stage.app}, stage ${stage.stage}`);
  const plain = textOf(template);
  return {
    files: {
      [IMPORT_TEMPLATE]: plain,
      'resources-to-import.json': textOf(resourcesToImport(left)),
      ...afterImport(tool, stage, template),
      ...Object.fromEntries(left.code),
    },
    resources: left.parts.length,
    left: left.left,
    page: leavingPage(tool, {
      ...stage,
      ...left,
      region: stage.facts.region,
      zips: [...left.code.keys()],
      size: Buffer.byteLength(plain),
    }),
  };
}

function afterImport(tool: Exclude<Tool, 'terraform'>, stage: Named, template: Template): Record<string, string> {
  switch (tool) {
    case 'cloudformation':
      return {};
    case 'sam':
      return { [TEMPLATE]: textOf(samTemplate(template)) };
    case 'cdk':
      return { [TEMPLATE]: textOf(template), ...cdkFiles(stackOf(stage), stage.facts) };
  }
}

const textOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
