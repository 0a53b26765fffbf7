/** The clients that an `.http` file can be written for: the REST Client of VS Code, JetBrains' HTTP Client, httpyac. */
export const HTTP_CLIENTS = ['vscode', 'jetbrains', 'httpyac'] as const;
export type HttpClient = (typeof HTTP_CLIENTS)[number];
