export const heard = (text: string): string => text;
