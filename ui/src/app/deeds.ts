/** What the audit log calls a deed, in words. */

import { msg, t } from "../lib/i18n";

const WORDS: Readonly<Record<string, string>> = {
  "attachment.add": msg("added a file"),
  "attachment.delete": msg("deleted a file"),
  "board.add": msg("made a board"),
  "board.change": msg("changed a board"),
  "board.delete": msg("deleted a board"),
  "comment.add": msg("commented"),
  "comment.remove": msg("deleted a comment"),
  "comment.resolve": msg("settled a comment"),
  "comment.reopen": msg("reopened a comment"),
  "exploration.add": msg("saved a question"),
  "exploration.change": msg("changed a saved question"),
  "exploration.remove": msg("deleted a saved question"),
  "import.add": msg("uploaded exports"),
  "invitation.accept": msg("accepted an invitation"),
  "invitation.add": msg("invited somebody"),
  "invitation.withdraw": msg("took an invitation back"),
  "item.add": msg("added to the library"),
  "item.change": msg("changed the library"),
  "item.delete": msg("deleted from the library"),
  "item.erase": msg("took words of an erased person out of the library"),
  "item.import": msg("brought insights into the library"),
  "key.add": msg("made a key"),
  "key.revoke": msg("revoked a key"),
  "map.add": msg("made a map"),
  "map.change": msg("changed a map’s card"),
  "map.delete": msg("deleted a map"),
  "member.remove": msg("removed a member"),
  "member.role": msg("changed a role"),
  "metric.define": msg("defined a metric"),
  "metric.forget": msg("deleted a metric"),
  "oidc.join": msg("came in through the company’s sign-in"),
  "mining.add": msg("looked for insights in what people said"),
  "mining.delete": msg("deleted texts that were searched for insights"),
  "people.list": msg("listed persons"),
  "person.show": msg("looked at a person"),
  "proposal.refuse": msg("turned a proposal down"),
  "segment.keep": msg("kept a segment"),
  "segment.forget": msg("deleted a segment"),
  "share.add": msg("shared a map"),
  "theme.approved": msg("approved an insight"),
  "theme.merged": msg("added quotes to an insight"),
  "theme.rejected": msg("rejected a proposed insight"),
  "theme.reopen": msg("proposed an insight again"),
  "share.revoke": msg("ended a share link"),
  "sql.run": msg("ran SQL"),
  "template.add": msg("made a template"),
  "template.delete": msg("deleted a template"),
  "template.rename": msg("renamed a template"),
  "tracker.add": msg("connected a tracker"),
  "tracker.change": msg("changed a tracker’s connection"),
  "tracker.remove": msg("disconnected a tracker"),
  "version.name": msg("kept a version"),
  "version.restore": msg("restored a version"),
  "workshop.add": msg("began a workshop"),
  "workshop.change": msg("led a workshop"),
  "workshop.delete": msg("deleted a workshop"),
  "workspace.add": msg("made the workspace"),
  "workspace.change": msg("renamed the workspace"),
};

/** Return the deeds whose words have a word. */
export const deedsWith = (word: string): readonly string[] => Object.keys(WORDS).filter((action) => deed(action).toLocaleLowerCase().includes(word));

/** Return a deed in words; one that has none stays as the log has it. */
export const deed = (action: string): string => {
  const words = WORDS[action];
  return words ? t(words) : action;
};
