# Stands in for the SDK's image, and is the bare machine: Debian, the SDK and the libraries that the SDK asks for.
ARG BASE
FROM $BASE
RUN apt-get update -qq && \
    apt-get install -y -qq --no-install-recommends libssl3 libstdc++6 zlib1g \
      $(apt-cache search --names-only '^libicu[0-9]+$' | cut -d' ' -f1) && \
    rm -rf /var/lib/apt/lists/*
COPY dotnet/ /usr/share/dotnet/
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
