using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Reserve.Web.Pages;

/// <summary>
/// Reads a yes or no. The framework's own binder keeps a text that is neither, and the box that shows it again throws on it;
/// this one says what is wrong and shows the box empty.
/// </summary>
internal sealed class TickBinder : IModelBinder, IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.ModelType == typeof(bool) ? this : null;

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var name = bindingContext.ModelName;
        var given = bindingContext.ValueProvider.GetValue(name);
        if (given == ValueProviderResult.None)
            return Task.CompletedTask;
        if (bool.TryParse(given.FirstValue, out var ticked))
        {
            bindingContext.ModelState.SetModelValue(name, given);
            bindingContext.Result = ModelBindingResult.Success(ticked);
        }
        else
        {
            bindingContext.ModelState.SetModelValue(name, new ValueProviderResult(bool.FalseString, CultureInfo.InvariantCulture));
            bindingContext.ModelState.TryAddModelError(
                name,
                bindingContext.ModelMetadata.ModelBindingMessageProvider.AttemptedValueIsInvalidAccessor(given.FirstValue ?? "", name)
            );
        }
        return Task.CompletedTask;
    }
}
