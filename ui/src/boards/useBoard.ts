/** A board that several people change: what one does is done anew when somebody was faster. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data, Problem } from "../lib/api/client";
import type { Board, Place } from "../lib/api/contract";
import { board as boardQuery, boards } from "../library/queries";

export type Change = (board: Board) => Partial<Pick<Board, "title" | "places" | "arrows">>;

const TRIES = 4;

export interface BoardInHand {
  board: Board | undefined;
  error: unknown;
  change: (change: Change) => void;
}

export function useBoard(id: string): BoardInHand {
  const client = useQueryClient();
  const key = boardQuery(id).queryKey;
  const found = useQuery(boardQuery(id));
  const save = useMutation({
    scope: { id }, // one after the other
    mutationFn: async (change: Change) => {
      const path = { params: { path: { board: id } } };
      let known = client.getQueryData(key) ?? (await data(api.GET("/api/v1/boards/{board}", path)));
      for (let tried = 1; ; tried++) {
        try {
          return await data(api.PATCH("/api/v1/boards/{board}", { ...path, body: { revision: known.revision, ...change(known) } }));
        } catch (error) {
          if (!(error instanceof Problem) || error.status !== 409 || tried === TRIES) throw error;
          known = await data(api.GET("/api/v1/boards/{board}", path));
        }
      }
    },
    onSuccess: (made) => { client.setQueryData(key, made); void client.invalidateQueries({ queryKey: boards(made.workspace_id).queryKey }); },
  });
  return { board: found.data, error: save.error ?? found.error, change: save.mutate };
}

export const newId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => (byte % 36).toString(36)).join("");

export const replaced = (places: readonly Place[], id: string, given: Partial<Place>): Place[] => places.map((one) => (one.id === id ? { ...one, ...given } : one));
