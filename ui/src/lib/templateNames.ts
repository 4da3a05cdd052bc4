/** What kind of journey a template is for, in the words people look for it by. */

import { t } from "./i18n";

export const templateKind = (name: string): string =>
  ({
    aarrr: t("Pirate funnel (AARRR)"), b2b: t("B2B purchase"), bank: t("Banking"), blueprint: t("Service blueprint"), car: t("Car purchase"),
    churn: t("Churn and win-back"), classic: t("Classic customer journey"), day_in_the_life: t("Day in the life"), decision_loop: t("Consumer decision journey (loop)"),
    ecommerce: t("E-commerce"), employee: t("Employee journey"), five_a: t("Five A’s"), hospitality: t("Hotel stay"), hubspot_journey: t("Buyer’s journey"),
    hubspot_lifecycle: t("Lead lifecycle"), lead_nurturing: t("Lead nurturing"), moments_of_truth: t("Moments of truth"), patient: t("Patient journey"),
    product_user: t("User journey in a product"), public_service: t("Public service"), saas: t("SaaS onboarding"), saas_lifecycle: t("SaaS lifecycle"),
    security_incident: t("Security incident"), see_think_do_care: t("See, think, do, care"), service: t("Customer support"), student: t("Student journey"), travel: t("Air travel"),
  })[name] ?? "";
