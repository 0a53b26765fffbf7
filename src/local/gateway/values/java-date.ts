/** Formats a date like Java, as in logs and claims: `Fri Nov 20 09:12:34 UTC 2026`. */
export function javaDate(milliseconds: number): string {
  const [weekday, day, month, year, time] = new Date(milliseconds).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
