/** Pages whose code comes when they are asked for. */

import { lazy, useState, type ComponentType, type ReactNode } from "react";

interface Code<Props> {
  default: ComponentType<Props>;
}

/** Return a page that is loaded when it is shown; after `ahead` it is there at once, with no empty page before it. */
export function later<Props extends object>(load: () => Promise<Code<Props>>): { Page: (props: Props) => ReactNode; ahead: () => Promise<void> } {
  const Lazy = lazy(load) as unknown as ComponentType<Props>;
  let here: ComponentType<Props> | undefined;
  function Page(props: Props): ReactNode {
    const [Shown] = useState(() => here ?? Lazy); // one choice as long as it is open
    return <Shown {...props} />;
  }
  const ahead = async (): Promise<void> => {
    here = (await load()).default;
  };
  return { Page, ahead };
}
