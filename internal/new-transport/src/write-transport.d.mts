export function writeTransport(name: string, folder: string): Promise<string[]>
