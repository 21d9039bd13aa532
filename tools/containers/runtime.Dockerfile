# Stands in for the ASP.NET runtime's image: no SDK, an account without rights.
ARG BASE
FROM $BASE
RUN apt-get update -qq && \
    apt-get install -y -qq --no-install-recommends libssl3 libstdc++6 zlib1g tzdata \
      $(apt-cache search --names-only '^libicu[0-9]+$' | cut -d' ' -f1) && \
    rm -rf /var/lib/apt/lists/*
COPY dotnet/ /usr/share/dotnet/
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet && useradd --uid 1654 --create-home app
ENV APP_UID=1654 DOTNET_RUNNING_IN_CONTAINER=true
