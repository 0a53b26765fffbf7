/** The files of `apikit export terraform`. Pure. */
import { leaveStage, type SettledStage, TERRAFORM } from './leave-stage.ts';
import { leavingPage } from './leaving-page.ts';
import { terraformFiles } from './terraform-files.ts';

export function terraformExport(stage: SettledStage & { readonly app: string; readonly stage: string }) {
  const left = leaveStage(TERRAFORM, stage);
  const { region } = stage.facts;
  return {
    files: { ...terraformFiles(left, stage.facts), ...Object.fromEntries(left.code) },
    resources: left.parts.length,
    left: left.left,
    page: leavingPage('terraform', { ...stage, ...left, region, zips: [...left.code.keys()], size: 0 }),
  };
}
