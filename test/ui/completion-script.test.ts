import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../src/ui/completion-script.ts';
import { apikit } from '../helpers/cli.ts';

/** What bash itself would offer for a line whose last word is being typed. */
function offered(script: string, line: string): string[] {
  const words = line.split(' ');
  const program = `${script}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _apikit; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return spawnSync('bash', ['-c', program], { encoding: 'utf8' }).stdout.trim().split('\n');
}

describe('completion', () => {
  it('offers commands, verbs and flags in bash', async () => {
    const { stdout, code } = await apikit(['completion', 'bash']);
    expect(code).toBe(0);
    expect(offered(stdout, 'apikit de')).toEqual(['dev', 'deploy', 'destroy']);
    expect(offered(stdout, 'apikit keys ')).toEqual(['create', 'list', 'show']);
    expect(offered(stdout, 'apikit deploy --st')).toEqual(['--stage']);
    expect(offered(stdout, 'apikit keys create --pl')).toEqual(['--plan']);
  });

  it('names every command in every shell', () => {
    const commands = [
      { path: 'keys create', summary: "make a user's key", flags: [{ flag: '--plan', description: 'plan' }] },
    ];
    for (const shell of ['bash', 'zsh', 'fish'] as const)
      expect(completionScript(shell, commands)).toMatch(/keys[\s\S]*create[\s\S]*plan/);
  });

  it('refuses a shell it does not know, and says which it does', async () => {
    const { code, stderr } = await apikit(['completion', 'csh']);
    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh, fish');
  });
});
