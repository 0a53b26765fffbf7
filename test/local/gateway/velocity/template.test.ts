import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { render } from '../../../../src/local/gateway/velocity/render.ts';
import { map, type Value } from '../../../../src/local/gateway/velocity/values.ts';
import { parseTemplate } from '../../../../src/velocity/parse-template.ts';
import { VelocityError } from '../../../../src/velocity/syntax.ts';

const run = (template: string, variables: Record<string, Value> = {}): string =>
  render(parseTemplate(template), new Map(Object.entries(variables)));

describe('Velocity', () => {
  it.each([
    // References.
    [`$x \${x}y $!x`, '1 1y 1', { x: 1n }],
    [
      `$nothing \${nothing} $!nothing $!{nothing} $nothing.at.all("x")`,
      `$nothing \${nothing}   $nothing.at.all("x")`,
      {},
    ],
    ['[$x] [$x.y.z()]', '[] []', { x: null }],
    ['\\$x \\\\$x \\$nothing', '$x \\1 \\$nothing', { x: 1n }],
    ['$5.00 $ 50% #1 # a#b', '$5.00 $ 50% #1 # a#b', {}],
    ['$x.y. $x-y', 'Z. 2', { x: map([['y', 'Z']]), 'x-y': 2n }],
    // Literals and operators.
    ['#set($a = 3 * 4 + 2)#set($b = $a / 5)#set($c = $a % 5)$a $b $c', '14 2 4', {}],
    ['#set($a = 5 / 2.0)#set($b = 1.0)#set($c = 1 / 0)$a|$b|$c', '2.5|1.0|', {}],
    ['#set($a = -3 - -2)#set($b = -$a)$a|$b', '-1|1', {}],
    ['#set($a = 10000000000.0)#set($b = 0.0001)$a|$b', '1.0E10|1.0E-4', {}],
    ['#set($a = "x")#set($b = "$a ""y""")#set($c = \'$a\'\'s\')$b|$c', 'x "y"|$a\'s', {}],
    ['#set($a = "n: " + 1 + "!")$a', 'n: 1!', {}],
    ['#set($l = [1, "a", [2], {"k": 3}])$l', '[1, a, [2], {k=3}]', {}],
    ['#set($l = [1..3])#set($m = [2..0])$l$m', '[1, 2, 3][2, 1, 0]', {}],
    ['#set($m = {"a": 1, "b": {"c": true}})$m $m.b.c $m["a"]', '{a=1, b={c=true}} true 1', {}],
    ['#if(1 == 1.0 && "1" == 1 && !(2 < 1) || false)yes#{else}no#end', 'yes', {}],
    ['#if($x == "" && $x == $null)yes#end', 'yes', { x: null }],
    ['#if("" )text is true#end#if(0) so is zero#end', 'text is true so is zero', {}],
    ['#if(1 lt 2 and 2 ge 2 and not false)words#end', 'words', {}],
    // Directives.
    ['#if(false)a#elseif(true)b#else c#end', 'b', {}],
    ['#foreach($i in [1..4])#if($i == 3)#break#end$i#if($foreach.hasNext),#end#end', '1,2,', {}],
    [
      '#foreach($v in $m)$v$foreach.index$foreach.count$velocityCount #end',
      'a011 b122 ',
      {
        m: map([
          ['x', 'a'],
          ['y', 'b'],
        ]),
      },
    ],
    ['#foreach($i in [1, 2])#foreach($j in [1, 2])$foreach.parent.index$j #end#end$!i', '01 02 11 12 ', {}],
    ['#set($m = {"k": "v"})#foreach($e in $m.entrySet())$e.key=$e.getValue()#end', 'k=v', {}],
    ['#macro(twice $x)$x$x#end#twice("a")#twice($y)', 'aabb', { y: 'b' }],
    ['#define($loop)[$x]#end#set($x = 1)$loop#set($x = 2)$loop', '[1][2]', {}],
    ['a#stop b', 'a', {}],
    ['a## gone\nb#* gone *#c#[[ $x #if ]]#', 'abc $x #if ', {}],
    ['\\#if #ifx #notknown(1)', '#if #ifx #notknown(1)', {}],
    // White space: a directive includes the rest of its line.
    ['{\n  #set($a = 1)\n#if(true)\n  "a": $a\n#end\n}', '{\n  "a": 1\n}', {}],
  ] as [string, string, Record<string, Value>][])('%s', (template, expected, variables) => {
    expect(run(template, variables)).toBe(expected);
  });

  it.each([
    ['$s.toUpperCase()|$s.substring(0,5)|$s.length()', 'HELLO WORLD|Hello|11'],
    [
      '$s.replaceAll("o", "0")|$s.replace("l", "L")|$s.replaceFirst("(l+)", "<$1>")',
      'Hell0 W0rld|HeLLo WorLd|He<ll>o World',
    ],
    [
      '$s.contains("World")|$s.startsWith("He")|$s.endsWith("x")|$s.indexOf("o")|$s.lastIndexOf("o")',
      'true|true|false|4|7',
    ],
    ['$s.split(" ").size()|$s.split("o")[1]|$s.matches("H.*d")|$s.matches("H")', '2| W|true|false'],
    [
      '$s.equals("x")|$s.equalsIgnoreCase("hello world")|$s.isEmpty()|$s.concat("!")|$s.charAt(1)',
      'false|true|false|Hello World!|e',
    ],
    ['$l.size()|$l.get(0)|$l[1]|$l[-1]|$l.contains("b")|$l.indexOf("b")|$l.isEmpty()', '2|a|b|b|true|1|false'],
    ['#set($d = $l.add("c"))#set($d = $l.remove("a"))$l', '[b, c]'],
    [
      '$m.size()|$m.containsKey("k")|$m.get("k")|$m.keySet()|$m.values()|$m.getOrDefault("x", "y")',
      '1|true|v|[k]|[v]|y',
    ],
    ['#set($d = $m.put("n", 2))#set($m.o = 3)$m $m.remove("k")', '{k=v, n=2, o=3} v'],
    ['#set($Integer = 0)$Integer.parseInt("42")$Integer.intValue()', '420'],
  ])('methods: %s', (template, expected) => {
    const setup = '#set($s = "Hello World")#set($l = ["a", "b"])#set($m = {"k": "v"})';
    expect(run(setup + template)).toBe(expected);
  });

  it.each([
    '#if(true)',
    '#end',
    '#set($x)',
    '#set(x = 1)',
    '#foreach($x in)#end',
    '$x.y(',
    '#set($x = "open)',
    '#set($x = null)',
    '#parse("a")',
    '#include("a")',
    '#evaluate("$x")',
    '#[[ open',
    '#foreach($e in {"k": "v"}.entrySet())#end',
  ])('rejects %s', (template) => {
    expect(() => run(template, { x: 'text' })).toThrow(VelocityError);
  });

  it.each(['$s.substring(0, 99)', '$l[7]', '$s.charAt(9)', '$s.matches("(")'])('fails like Java for %s', (template) => {
    expect(() => run(`#set($s = "abc")#set($l = [1])${template}`)).toThrow(VelocityError);
  });
});

describe('no JavaScript object is accessible', () => {
  const VARIABLES: Record<string, Value> = {
    s: 'text',
    n: 1n,
    m: map([['k', 'v']]),
    l: { kind: 'list', items: [], fromJson: true },
  };

  it.each(['constructor', '__proto__', 'prototype', 'hasOwnProperty', 'kind', 'entries', 'items', 'class', 'then'])(
    '%s',
    (name) => {
      for (const variable of ['s', 'n', 'm', 'l']) {
        expect(run(`[$${variable}.${name}][$${variable}.${name}.${name}][$${variable}.${name}("x")]`, VARIABLES)).toBe(
          '[][][]',
        );
      }
      expect(run(`#set($m.${name} = 1)$m.${name}`, { m: map() })).toBe('1');
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  it('names of variables are ordinary names', () => {
    expect(run('$constructor $__proto__ $toString.call()')).toBe('$constructor $__proto__ $toString.call()');
  });
});

describe('bounds', () => {
  it('a loop ends after 1,000 rounds without an error, as on AWS', () => {
    expect(run('#foreach($i in [1..5000])#set($n = $i)#end$n')).toBe('1000');
  });

  it.each([
    ['text that doubles', '#set($s = "aaaaaaaaaa")#foreach($i in [1..100])#set($s = "$s$s")#end'],
    ['text that doubles by method', '#set($s = "aaaaaaaaaa")#foreach($i in [1..100])#set($s = $s.concat($s))#end'],
    [
      'text that grows by replacing',
      '#set($s = "aaaaaaaaaa")#foreach($i in [1..100])#set($s = $s.replaceAll("a", "aaaa"))#end',
    ],
    ['numbers that grow', '#set($n = 9)#foreach($i in [1..100])#set($n = $n * $n)#end'],
    ['nested loops', '#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#end#end#end'],
    ['a list that contains itself', '#set($l = [])#set($d = $l.add($l))$l'],
    ['lists that double', '#set($l = ["x"])#foreach($i in [1..60])#set($l = [$l, $l])#end$l'],
    ['a macro that calls itself', '#macro(m)#m()#end#m()'],
    ['a block that prints itself', '#define($b)$b#end$b'],
    ['a pattern that backtracks', '#set($s = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")$s.matches("(?=a)(a+)+b")'],
    ['deep nesting', `#set($x = ${'('.repeat(5_000)}1${')'.repeat(5_000)})`],
  ])('%s', (_, template) => {
    expect(() => run(template)).toThrow(VelocityError);
  });

  it('parses a template of the largest size quickly', () => {
    const line = '#foreach($i in $x)$i.a.b.c("d")#end\n{"a": "b"}';
    const startedAt = process.cpuUsage().user;
    parseTemplate(line.repeat(Math.floor(300_000 / line.length)));
    expect((process.cpuUsage().user - startedAt) / 1000).toBeLessThan(3_000);
  });
});

describe('every template', () => {
  const PIECES = [
    '$x',
    '$!{x}',
    '#set($x = ',
    ')',
    '#if(',
    '$x.y',
    '["k"]',
    '.add($x)',
    '#foreach($i in ',
    '#end',
    '#else',
    '"',
    "'",
    '{',
    '}',
    '[1..9]',
    '#macro(m $a)',
    '#m($x)',
    '#define($x)',
    '\\',
    ' ',
    '\n',
    '1',
    '==',
    '+',
    ',',
    '##',
    '#*',
    '*#',
    '.replaceAll("a*", "$0$0")',
    '$m',
  ];
  const anything = fc.oneof(
    fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join('')),
    fc.array(fc.nat(0xffff), { maxLength: 30 }).map((codes) => String.fromCharCode(...codes)),
  );

  it('gives text, or a VelocityError', () => {
    fc.assert(
      fc.property(anything, (template) => {
        try {
          expect(typeof run(template, { x: 'aba', m: map([['k', 1n]]) })).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(VelocityError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('prints text without $, # and backslash unchanged', () => {
    const plain = fc
      .array(fc.nat(0xffff), { maxLength: 30 })
      .map((codes) => String.fromCharCode(...codes))
      .map((text) => text.replaceAll(/[$#\\]/g, ''));
    fc.assert(fc.property(plain, (text) => run(text) === text));
  });

  it('fails for a replacement with a missing group, as in Java', () => {
    expect(run('#set($s = "abc")$s.replaceAll("(x)?b", "[$1]")')).toBe('a[]c');
    expect(() => run(`#set($s = "abc")$s.replaceAll("b", '$2')`)).toThrow(VelocityError);
  });
});
