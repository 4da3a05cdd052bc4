"""import-linter contract: a slice may be imported only through its package, never its modules."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FaceContract(Contract):
    """Other slices import `footpath.maps`, not `footpath.maps.layout`."""

    root = fields.StringField()
    slices = fields.ListField(subfield=fields.StringField())
    public_modules = fields.ListField(subfield=fields.StringField(), required=False)  # "maps.routes < api"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - import-linter's signature
        """Collect every import of a slice's insides from outside it."""
        public = {tuple(pair.split(" < ")) for pair in self.public_modules or ()}
        broken = []
        for name in self.slices:
            package = f"{self.root}.{name}"
            for module in graph.find_descendants(package):
                for importer in graph.find_modules_that_directly_import(module):
                    inside = importer == package or importer.startswith(f"{package}.")
                    kind = module.removeprefix(f"{package}.").split(".")[0]
                    user = importer.removeprefix(f"{self.root}.").split(".")[0]
                    if not inside and (kind, user) not in public:
                        broken.append((importer, module, package))
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say which import is wrong and what to import instead."""
        for importer, module, package in check.metadata["broken"]:
            output.print_error(f"{importer} imports {module}: import it from {package}, or export it there.")
