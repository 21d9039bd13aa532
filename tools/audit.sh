#!/usr/bin/env bash
# Asks NuGet's and npm's own audits for known faults of the locked packages, where they can see any: a package with an old, well-known
# fault has to be found first. Elsewhere docs/security/advisories.json decides, by AdvisoryTests in ./test. Says which of the two it was.
set -u
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
renewed=$(sed -nE 's/^ *"renewed": "([^"]+)".*$/\1/p' "$top/docs/security/advisories.json")
failed=0

blind() { echo "$1: its audit sees no advisories here; by docs/security/advisories.json of $renewed (AdvisoryTests in ./test)"; }

nuget_of() { # nuget_of PROJECT: the faulty packages of a project, as NuGet tells them
  timeout 120 dotnet list "$1" package --vulnerable --include-transitive 2>/dev/null | grep -E '^ *> '
}

mkdir "$work/nuget"
cat >"$work/nuget/canary.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="12.0.1" /></ItemGroup>
</Project>
END
if timeout 120 dotnet restore "$work/nuget/canary.csproj" >/dev/null 2>&1 && nuget_of "$work/nuget/canary.csproj" >/dev/null; then
  if found=$(nuget_of "$top/Reserve.sln"); then
    failed=1
    echo "nuget: faulty packages"
    echo "$found"
  else
    echo "nuget: by its own audit, none"
  fi
else
  blind nuget
fi

audit_npm() { (cd "$1" && timeout 120 npm audit --package-lock-only --audit-level=moderate >"$work/npm.log" 2>&1); }

mkdir "$work/npm"
echo '{"name":"canary","version":"1.0.0","dependencies":{"minimist":"0.0.8"}}' >"$work/npm/package.json"
if command -v npm >/dev/null && (cd "$work/npm" && timeout 120 npm install --package-lock-only >/dev/null 2>&1) \
  && ! audit_npm "$work/npm" && grep -q minimist "$work/npm.log"; then
  for place in "$top/src/Reserve.Web/Front" "$top/tests/Reserve.Benchmarks/peers"; do
    if audit_npm "$place"; then
      echo "npm: by its own audit, none in ${place#"$top/"}"
    else
      failed=1
      cat "$work/npm.log"
    fi
  done
else
  blind npm
fi
exit "$failed"
