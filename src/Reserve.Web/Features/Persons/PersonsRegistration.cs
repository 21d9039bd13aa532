namespace Reserve.Web.Features.Persons;

internal static class PersonsRegistration
{
    public static IServiceCollection AddPersons(this IServiceCollection services) => services.AddScoped<PostFinder>();
}
