/** Checks `function.layers` of apikit.yaml before any call (docs/aws/lambda.md). Pure. */
import type { StageIdentity } from '../naming/names.ts';
import { partitionOf } from '../naming/regions.ts';
import { checkImportedArn } from './check-imported-arn.ts';
import { LOCAL_STAGE } from './config.ts';
import { isFolder } from './function-layers.ts';
import {
  LAYER_VERSION,
  type LayeredStage,
  layerVersionArn,
  nameOfFolder,
  namesFile,
  POWERTOOLS,
} from './layer-versions.ts';
import { leavesProject } from './leaves-project.ts';
import type { ReportProblem } from './stage-report.ts';

/** Lambda's limit. */
const MOST = 5;

export function checkLayers(config: LayeredStage & StageIdentity, report: ReportProblem): void {
  const { layers = [] } = config.function;
  const path = ['function', 'layers'];
  if (layers.length > MOST) {
    report(path, `function.layers has ${layers.length} layers; Lambda takes at most ${MOST}.`, 'Remove some.');
  }
  const seen = new Map<string, string>();
  for (const [index, { layer, provides, underArn }] of layers.entries()) {
    const fault = formFault(layer, config);
    const place = [...path, index];
    if (fault) {
      report(place, `function.layers.${index} ${fault.message}`, fault.fix);
      continue;
    }
    if (isFolder(layer)) {
      if (underArn) {
        const message = `function.layers.${index} has the folder ${layer} under arn.`;
        report(place, message, `Write it as text: - ${layer}. Its packages need no provides.`);
        continue;
      }
      checkFolder({ folder: layer, place, seen }, report);
      continue;
    }
    const arn = layerVersionArn(layer, config);
    const because = 'Lambda takes layers of the region of the function only';
    checkImportedArn({ arn, place, what: 'a layer version', because }, config, report);
    const [, name = ''] = LAYER_VERSION.exec(arn) ?? [];
    const other = seen.get(name);
    if (other !== undefined) {
      const message = `function.layers has ${other} and ${layer}, which are the same layer.`;
      report(place, message, 'Keep one of them.', { about: `layer ${name}` });
    }
    seen.set(name, layer);
    for (const packed of provides.filter((each) => config.function.bundle.external.includes(each))) {
      report(
        place,
        `function.layers.${index} provides ${packed}, and function.bundle.external packs it.`,
        'Remove it from one of them.',
      );
    }
  }
}

function checkFolder(
  { folder, place, seen }: { folder: string; place: (string | number)[]; seen: Map<string, string> },
  report: ReportProblem,
): void {
  const name = nameOfFolder(folder);
  const other = seen.get(name);
  seen.set(name, folder);
  if (leavesProject(folder)) {
    report(place, `function.layers has ${folder}, which is outside the project's folder.`, 'Move it into the project.');
  } else if (namesFile(folder)) {
    const message = `function.layers has ${folder}, which names a file, and a layer is made of a folder.`;
    const fix = 'Name a folder that contains what Lambda unpacks. The name of a layer has letters, digits, - and _.';
    report(place, message, fix, { about: `name of ${folder}` });
  } else if (other !== undefined) {
    report(place, `function.layers has ${other} and ${folder}, which become the same layer.`, 'Rename one folder.', {
      about: `layer ${name}`,
    });
  }
}

function formFault(layer: string, { stage, region }: LayeredStage): { message: string; fix: string } | undefined {
  if (POWERTOOLS.test(layer)) {
    if (stage === LOCAL_STAGE) {
      return {
        message: `is ${layer}, a layer in AWS that the embedded cloud does not have.`,
        fix: 'Remove it from the stage local: its zip contains the packages that are installed (docs/function.md#layers).',
      };
    }
    const { id } = partitionOf(region);
    return id === 'aws'
      ? undefined
      : {
          message: `is ${layer}, which names the layer of the partition aws, and stage ${stage} is in ${id}.`,
          fix: "Write the ARN of that partition's layer: the documentation of Powertools lists it.",
        };
  }
  if (LAYER_VERSION.test(layer) || isFolder(layer)) return undefined;
  if (/^powertools\b/.test(layer)) {
    return { message: `is ${layer}, which names no version of the layer.`, fix: 'Write its number: powertools:44.' };
  }
  const versionless = /:layer:[^:]+$/.test(layer);
  return {
    message: versionless
      ? `is ${layer}, which names no version of the layer.`
      : `is ${layer === '' ? 'without arn' : layer}, which is not the ARN of a layer version.`,
    fix: versionless
      ? `Add the number: ${layer}:1.`
      : 'Write arn:aws:lambda:<region>:<account>:layer:<name>:<version>, powertools:<version>, or a folder of the project.',
  };
}
