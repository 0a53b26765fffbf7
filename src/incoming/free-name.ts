/** A name that is not taken yet, of a wanted one: `items`, `items-2`. Pure. */

export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let count = 2; isTaken(name); count++) name = `${wanted}-${count}`;
  return name;
}
