/**
 * The commands by which a job of GitHub Actions shows a problem beside the line of a file, escaped as GitHub's own
 * toolkit does (https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts). Pure.
 */

export interface Annotation {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly title?: string | undefined;
  /** Relative to the repository. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

export function annotationLine({ severity, message, title, file, line, column }: Annotation): string {
  const properties = Object.entries({ file, line, col: column, title })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
  return `::${COMMANDS[severity]}${properties.length > 0 ? ` ${properties.join(',')}` : ''}::${escapedData(message)}`;
}

const escapedData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string => escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
