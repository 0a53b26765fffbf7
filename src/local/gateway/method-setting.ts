/** The settings of the stage for the method of an invocation. */
import type { MethodSetting } from '../state/apis/model.ts';
import type { Invocation } from './invocation.ts';

/** Returns the method's own settings, otherwise the stage's default `*\/*`; `undefined` if neither is set. */
export function methodSetting(invocation: Invocation): MethodSetting | undefined {
  return ownMethodSetting(invocation) ?? invocation.stage!.stage.methodSettings['*/*'];
}

/** Returns the settings for exactly this method. */
export function ownMethodSetting({ stage, route, httpMethod }: Invocation): MethodSetting | undefined {
  const settings = stage!.stage.methodSettings;
  const path = route?.method.settingPath;
  return path === undefined ? undefined : (settings[`${path}/${httpMethod}`] ?? settings[`${path}/ANY`]);
}
