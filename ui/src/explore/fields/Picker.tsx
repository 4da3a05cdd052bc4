/** A field one types into or picks from, each choice with how often it was seen. */

import { useId, useMemo, useState, type ReactNode } from "react";
import { Button as AriaButton, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";
import "../../styles/explore.css";
import { number } from "../../lib/format";
import { t } from "../../lib/i18n";

export interface Choosable {
  name: string;
  count?: number;
  more?: string;
}

interface PickerProps {
  label: string;
  value: string;
  options: readonly Choosable[];
  onChange: (value: string) => void;
  onPick?: (name: string) => void;
  hideLabel?: boolean;
  placeholder?: string;
  disabled?: boolean;
}

const MOST = 60;

export function Picker({ label, value, options, onChange, onPick, hideLabel = false, placeholder, disabled = false }: PickerProps): ReactNode {
  const [text, setText] = useState<string | null>(null);
  const id = useId();
  const shown = text ?? value;
  const found = useMemo(() => {
    const words = shown === value ? [] : shown.toLowerCase().split(/\s+/).filter(Boolean);
    return options.filter((one) => words.every((word) => one.name.toLowerCase().includes(word))).slice(0, MOST);
  }, [options, shown, value]);
  const settle = (): void => {
    if (text !== null && text !== value) onChange(text);
    setText(null);
  };
  return (
    <ComboBox
      className="field picker" allowsCustomValue menuTrigger="focus" isDisabled={disabled} inputValue={shown} onInputChange={setText} items={found.map((one) => ({ ...one, id: one.name }))}
      onSelectionChange={(key) => { if (key === null) return; setText(null); (onPick ?? onChange)(String(key)); }} {...(hideLabel ? { "aria-label": label } : {})}
    >
      {!hideLabel && <Label>{label}</Label>}
      <span className="picker-box">
        <Input id={id} placeholder={placeholder ?? ""} onBlur={settle} onKeyDown={(event) => { if (event.key === "Enter" && found.length === 0) settle(); }} />
        <AriaButton className="picker-open" aria-label={t("Show what there is")}>▾</AriaButton>
      </span>
      <Popover className="popover picker-list" offset={4}>
        <ListBox renderEmptyState={() => <p className="quiet small" style={{ padding: 10 }}>{t("Nothing of that name was seen. It is kept as you typed it.")}</p>}>
          {(one: Choosable & { id: string }) => (
            <ListBoxItem id={one.id} textValue={one.name} className="item">
              <span className="grow">{one.name}{one.more && <span className="quiet small"> {one.more}</span>}</span>
              {one.count !== undefined && <span className="keys">{number(one.count, 0)}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
