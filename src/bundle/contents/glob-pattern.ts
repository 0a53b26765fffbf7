/** Patterns of paths as shells have them: `**\/`, `**`, `*`, `?` and `{a,b}`. Pure. */

type Token =
  | { readonly kind: 'text'; readonly texts: readonly string[] }
  | { readonly kind: 'visible' | 'one' | 'star' | 'folders' };

/** `**` is any folders and one name. A name that a wildcard begins is not a hidden one. */
const TOKENS: Readonly<Record<string, readonly Token[]>> = {
  '**/': [{ kind: 'folders' }],
  '**': [{ kind: 'folders' }, { kind: 'visible' }, { kind: 'one' }, { kind: 'star' }],
  '*': [{ kind: 'star' }],
  '?': [{ kind: 'one' }],
};

/**
 * Returns whether a path with forward slashes matches. A hidden file needs a pattern with a dot at the beginning of its
 * name. The time is at most the product of both lengths, because no position is tried twice with the same token.
 */
export function globPattern(pattern: string): (path: string) => boolean {
  const tokens = tokensOf(pattern);
  return (path) => {
    const failed = new Set<number>();
    const matchesFrom = (index: number, at: number): boolean => {
      const place = index * (path.length + 1) + at;
      if (failed.has(place)) return false;
      const matches = index === tokens.length ? at === path.length : ends(tokens[index]!, path, at, index, matchesFrom);
      if (!matches) failed.add(place);
      return matches;
    };
    return matchesFrom(0, 0);
  };
}

type MatchesFrom = (index: number, at: number) => boolean;

/** Tries what the token can take at a position, and the tokens after it with the rest. */
function ends(token: Token, path: string, at: number, index: number, matchesFrom: MatchesFrom): boolean {
  const inName = at < path.length && path[at] !== '/';
  switch (token.kind) {
    case 'text':
      return token.texts.some((text) => path.startsWith(text, at) && matchesFrom(index + 1, at + text.length));
    case 'visible':
      return path[at] !== '.' && matchesFrom(index + 1, at);
    case 'one':
      return inName && matchesFrom(index + 1, at + 1);
    case 'star':
      return matchesFrom(index + 1, at) || (inName && matchesFrom(index, at + 1));
    case 'folders': {
      const slash = path.indexOf('/', at);
      return matchesFrom(index + 1, at) || (path[at] !== '.' && slash > at && matchesFrom(index, slash + 1));
    }
  }
}

function tokensOf(pattern: string): Token[] {
  return [...pattern.matchAll(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[^*?{]+|\{/g)].flatMap(({ 0: found, index }): Token[] => {
    if (found.length > 1 && found.startsWith('{')) return [{ kind: 'text', texts: found.slice(1, -1).split(',') }];
    const wildcard = TOKENS[found];
    if (!wildcard) return [{ kind: 'text', texts: [found] }];
    const begins = index === 0 || pattern[index - 1] === '/';
    return begins && !found.startsWith('**') ? [{ kind: 'visible' }, ...wildcard] : [...wildcard];
  });
}
