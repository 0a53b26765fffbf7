/** Returns the folder with the packages, for PYTHONPATH. Installs them if the folder does not exist. */
export function pythonPackages(name: string, requirements: readonly string[]): string;
