/** The typed client. An answer that is no success becomes a `Problem` that says what to do. */

import createClient from "openapi-fetch";
import { t } from "../i18n";
import type { Me } from "./contract";
import type { paths } from "./schema";

export class Problem extends Error {
  constructor(readonly status: number, message: string, readonly hint = "", readonly field = "") {
    super(message);
  }
}

export const BASE = "/api/v1";

let token = "";

/** Remember what the server wants to hear back with every change. */
export function admit(me: Me): Me {
  token = me.csrf;
  return me;
}

export const signedIn = (): boolean => token !== "";

const csrf = (): Record<string, string> => (token ? { "x-csrf-token": token } : {});

async function problem(response: Response): Promise<Problem> {
  const said: unknown = await response.json().catch(() => null);
  const { title = "", detail = "", hint = "", remedy = "", field = "" } = (said ?? {}) as Record<string, string>;
  const fallback = response.status >= 500 ? t("The server could not do this. Try again in a moment.") : t("This did not work.");
  return new Problem(response.status, detail || title || fallback, hint || remedy, field);
}

export const api = createClient<paths>({ credentials: "same-origin" });

api.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(csrf())) request.headers.set(name, value);
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await problem(response);
    return response;
  },
  onError: () => new Problem(0, t("The server cannot be reached. Check your connection; what you typed is kept.")),
});

/** Return what a request gave; it throws before when there is nothing. */
export const data = async <T>(asked: Promise<{ data?: T }>): Promise<T> => (await asked).data as T;

/** Send one file and return what the server made of it. */
export async function sendFile(path: string, file: File, fields: Record<string, string>): Promise<unknown> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file, file.name);
  const response = await fetch(BASE + path, { method: "POST", body: form, headers: csrf(), credentials: "same-origin" });
  if (!response.ok) throw await problem(response);
  return response.json();
}

/** Ask for an address that is named as it is, for answers whose shape only their reader knows. */
export async function ask<T>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers = { ...csrf(), ...(body === undefined ? {} : { "content-type": "application/json" }) };
  const response = await fetch(BASE + path, { method, headers, credentials: "same-origin", keepalive: method === "DELETE", ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(signal ? { signal } : {}) }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, t("The server cannot be reached. Check your connection; what you typed is kept."));
  });
  if (!response.ok) throw await problem(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Send files with progress, which fetch cannot tell. */
export function upload(path: string, files: readonly File[], fields: Record<string, string>, progress: (part: number) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    files.forEach((file) => form.append("files", file, file.name));
    const request = new XMLHttpRequest();
    request.open("POST", BASE + path);
    for (const [name, value] of Object.entries(csrf())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject(new Problem(0, t("The upload broke off. Check your connection and send the files again.")));
    request.onload = () => {
      const response = new Response(request.responseText, { status: request.status || 500 });
      if (response.ok) resolve(JSON.parse(request.responseText));
      else void problem(response).then(reject);
    };
    request.send(form);
  });
}
