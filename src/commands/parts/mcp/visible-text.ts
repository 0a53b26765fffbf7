/** Makes the texts of a document such that a person sees everything that a model reads. */
import { plainText } from '../../../ui/safe-output.ts';

/**
 * Characters that fonts show as nothing (Unicode: Default_Ignorable_Code_Point), and the marks around annotations. They
 * have no picture, so instructions for a model can hide in them: as tags, as variation selectors, or as runs of two
 * joiners.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/**
 * Invisible characters that writing needs: one that shows the character before it as an emoji, one that joins two
 * emoji, and one that joins or separates two letters, which the scripts of the Middle East and of India do.
 */
const NEEDED = new RegExp(
  [
    String.raw`(?<=\p{Emoji})\ufe0f(?!\ufe0f)`,
    String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?)\u200d(?=\p{Extended_Pictographic})`,
    String.raw`(?<=[\p{sc=Arab}\p{sc=Syrc}\p{sc=Mong}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}])[\u200c\u200d](?=[\p{L}\p{M}])`,
  ].join('|'),
  'gu',
);

/** Half of a character that UTF-16 writes in two units. JSON of other languages cannot hold it. */
const LONE = /\p{Surrogate}/gu;

export function visibleText(text: string): string {
  const plain = plainText(text);
  const needed = new Set([...plain.matchAll(NEEDED)].map(({ index }) => index));
  return plain.replace(INVISIBLE, (found, index: number) => (needed.has(index) ? found : '')).replace(LONE, '\ufffd');
}
