/** What was dropped on a page: files, and those in folders, however deep. */

const hidden = (name: string): boolean => name.startsWith(".");

async function within(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const found: File[] = [];
  for (;;) { // a reader gives a hundred at a time
    const some = await new Promise<FileSystemEntry[]>((done, failed) => { reader.readEntries(done, failed); });
    if (some.length === 0) return found;
    for (const entry of some) found.push(...(await opened(entry)));
  }
}

async function opened(entry: FileSystemEntry): Promise<File[]> {
  if (hidden(entry.name)) return [];
  if (entry.isDirectory) return within(entry as FileSystemDirectoryEntry);
  return [await new Promise<File>((done, failed) => { (entry as FileSystemFileEntry).file(done, failed); })];
}

/** Return all files of a drop; folders are opened. */
export async function filesIn(dropped: DataTransfer): Promise<File[]> {
  const entries = [...dropped.items].flatMap((item) => item.webkitGetAsEntry() ?? []); // at once: afterwards the drop is over
  if (!entries.some((one) => one.isDirectory)) return [...dropped.files];
  const found = await Promise.all(entries.map(opened));
  return found.flat();
}
