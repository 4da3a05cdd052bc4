/** The parts every page is made of, over react-aria-components. */

import { useId, type ReactNode } from "react";
import {
  Button as AriaButton, Dialog as AriaDialog, Heading, Menu as AriaMenu, MenuItem, MenuTrigger, Modal, ModalOverlay, Popover, Separator,
  type ButtonProps, type PopoverProps,
} from "react-aria-components";
import { Problem } from "../lib/api/client";
import { heard } from "../lib/heard";
import { t } from "../lib/i18n";

export function Button({ kind = "", className = "", ...rest }: ButtonProps & { kind?: "" | "primary" | "bare" | "danger"; className?: string }): ReactNode {
  return <AriaButton className={`button ${kind} ${className}`} {...rest} />;
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  fault?: string;
  type?: string;
  rows?: number;
  autoComplete?: string;
  autoFocus?: boolean;
  required?: boolean;
  placeholder?: string;
  disabled?: boolean;
  lang?: string;
  onBlur?: () => void;
  minLength?: number;
}

export function Field({ label, value, onChange, hint, fault, rows, ...rest }: FieldProps): ReactNode {
  const id = useId();
  const shared = { id, value, "aria-describedby": hint || fault ? `${id}-hint` : undefined, "aria-invalid": fault ? true : undefined, ...rest };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {rows ? <textarea rows={rows} onChange={(event) => onChange(event.target.value)} {...shared} /> : <input onChange={(event) => onChange(event.target.value)} {...shared} />}
      {(hint || fault) && <span id={`${id}-hint`} className="hint" style={fault ? { color: "var(--pain)" } : undefined}>{fault || hint}</span>}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly (readonly [string, string])[];
  disabled?: boolean;
}

export function Choice({ label, value, onChange, options, disabled }: ChoiceProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value)}>
        {options.map(([key, name]) => <option key={key} value={key}>{name}</option>)}
      </select>
    </div>
  );
}

export function Check({ label, value, onChange, disabled }: { label: ReactNode; value: boolean; onChange: (value: boolean) => void; disabled?: boolean }): ReactNode {
  return (
    <label className="check">
      <input type="checkbox" checked={value} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  );
}

export function Segments({ label, value, onChange, options }: ChoiceProps): ReactNode {
  return (
    <div className="segments" role="group" aria-label={label}>
      {options.map(([key, name]) => <button key={key} type="button" aria-pressed={key === value} onClick={() => onChange(key)}>{name}</button>)}
    </div>
  );
}

export function Dialog({ title, onClose, children, width = 520 }: { title: string; onClose: () => void; children: ReactNode; width?: number }): ReactNode {
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="dialog" style={{ maxWidth: width }}>
        <AriaDialog className="inside">
          <header>
            <Heading slot="title" level={2}>{title}</Heading>
            <Button kind="bare" onPress={onClose}>{t("Close")}</Button>
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface MenuEntry {
  id: string;
  label: string;
  keys?: string;
  href?: string;
  danger?: boolean;
  disabled?: boolean;
  apart?: boolean;
  onAction?: () => void;
}

export function MenuList({ entries, label, onClose }: { entries: readonly MenuEntry[]; label: string; onClose?: () => void }): ReactNode {
  return (
    <AriaMenu className="menu" aria-label={label} {...(onClose ? { onClose } : {})}>
      {entries.flatMap((one) => [
        ...(one.apart ? [<Separator key={`${one.id}/line`} />] : []),
        <MenuItem key={one.id} id={one.id} className={`item ${one.danger ? "danger" : ""}`} textValue={one.label} isDisabled={one.disabled ?? false} onAction={() => one.onAction?.()} {...(one.href ? { href: one.href, target: "_blank" } : {})}>
          <span>{one.label}</span>
          {one.keys && <span className="keys">{one.keys}</span>}
        </MenuItem>,
      ])}
    </AriaMenu>
  );
}

/** `called`: what it is called where the label is but a sign. */
export function MenuButton({ label, called, entries, kind = "", placement = "bottom end" }: { label: ReactNode; called?: string; entries: readonly MenuEntry[]; kind?: "" | "primary" | "bare"; placement?: NonNullable<PopoverProps["placement"]> }): ReactNode {
  return (
    <MenuTrigger>
      <Button kind={kind} {...(called ? { "aria-label": called } : {})}>{label}</Button>
      <Popover className="popover" placement={placement} offset={4}>
        <MenuList entries={entries} label={called ?? (typeof label === "string" ? label : t("Menu"))} />
      </Popover>
    </MenuTrigger>
  );
}

/** Return what the server says without the name a program knows the field by: "totp: a code is needed." → "A code is needed." */
function said(text: string): string {
  const rest = text.replace(/^[a-z_]+: (?=\S)/, "");
  return rest === text ? text : rest.charAt(0).toUpperCase() + rest.slice(1);
}

export function Fault({ error }: { error: unknown }): ReactNode {
  if (!error) return null;
  const hint = error instanceof Problem ? heard(error.hint) : "";
  const text = error instanceof Error ? heard(error.message) : String(error);
  return (
    <div className="fault" role="alert">
      <strong>{said(text)}</strong>
      {hint && <span>{hint}</span>}
    </div>
  );
}

export function Progress({ label, part }: { label: string; part?: number }): ReactNode {
  return (
    <div className="stack" style={{ gap: 6 }}>
      <span className="small quiet">{label}</span>
      <div className={`bar ${part === undefined ? "unknown" : ""}`} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} {...(part === undefined ? {} : { "aria-valuenow": Math.round(part * 100) })}>
        <span style={part === undefined ? undefined : { width: `${part * 100}%` }} />
      </div>
    </div>
  );
}

export const initials = (name: string): string => name.trim().split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase() || "?";

export function Avatar({ name, colour }: { name: string; colour?: string }): ReactNode {
  return <span className="avatar" role="img" aria-label={name} title={name} style={colour ? { color: "var(--bg)", background: colour } : undefined}>{initials(name)}</span>;
}
